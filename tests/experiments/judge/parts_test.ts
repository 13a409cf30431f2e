import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { fold, key, normal, uniform } from "../../../lib/base/random.ts";
import { calibrated, probability } from "../../../lib/evaluate/mod.ts";
import { chooseFeatures } from "../../../lib/experiments/judge/choose_features.ts";
import { fitCalibration } from "../../../lib/experiments/judge/fit_calibration.ts";
import { logisticSlope } from "../../../lib/experiments/judge/logistic_slope.ts";
import { minimise } from "../../../lib/experiments/judge/minimise.ts";
import { presence } from "../../../lib/experiments/judge/presence.ts";
import { randomWindow } from "../../../lib/experiments/judge/random_window.ts";
import { splitByFilm } from "../../../lib/experiments/judge/split_by_film.ts";
import { assertClose } from "../../_support.ts";

const text = (words: string, positive: boolean) => ({ words: words.split(" "), positive });

Deno.test("minimise() finds the bottom of Rosenbrock's valley", () => {
  const found = minimise((point) => {
    const [x, y] = point as unknown as [number, number];
    return {
      value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
      gradient: Float64Array.of(
        -2 * (1 - x) - 400 * x * (y - x * x),
        200 * (y - x * x),
      ),
    };
  }, Float64Array.of(-1.2, 1));
  assertClose(found, [1, 1], 1e-6);
});

Deno.test("minimise() leaves its start alone, and a minimum where it is", () => {
  const start = Float64Array.of(2);
  const slope = (x: Float64Array) => ({ value: x[0]! ** 2, gradient: x.map((e) => 2 * e) });
  assertClose(minimise(slope, start), [0], 1e-6);
  deepEqual([...start], [2]);
  equal(minimise(slope, Float64Array.of(0))[0], 0);
});

Deno.test("minimise() says so where it does not arrive", () => {
  const falls = (x: Float64Array) => ({ value: -x[0]!, gradient: Float64Array.of(-1) });
  throws(() => minimise(falls, new Float64Array(1), { most: 20 }), {
    name: "RangeError",
    message: /gradient must fall to 0\.000001: current value is 1$/,
  });
  const broken = () => ({ value: NaN, gradient: Float64Array.of(NaN) });
  throws(() => minimise(broken, new Float64Array(1)), RangeError);
});

Deno.test("logisticSlope() has the gradient that differences give", () => {
  const texts = [text("a b", true), text("b c c", false), text("a c", true), text("", false)];
  const features = ["a", "b", "c", "a b", "c c"];
  const ratios = Float64Array.of(0.5, -1, 2, 0.25, -0.5);
  const slope = logisticSlope(presence(texts, features), ratios, 0.1);
  const point = normal(key(0), 6);
  const differences = [...point].map((at, i) => {
    const [above, below] = [1e-6, -1e-6].map((by) => slope(point.with(i, at + by)).value);
    return (above! - below!) / 2e-6;
  });
  assertClose(slope(point).gradient, differences, 1e-8);
  assertClose([slope(new Float64Array(6)).value], [Math.LN2], 1e-12);
});

Deno.test("presence() lists each feature of a text once", () => {
  const { starts, columns, signs } = presence(
    [text("b a b a", true), text("z", false), text("a", false)],
    ["a", "a b", "b"],
  );
  deepEqual([[...starts], [...columns], [...signs]], [[0, 3, 3, 4], [2, 0, 1, 0], [1, -1, -1]]);
});

Deno.test("chooseFeatures() gives the log-count ratios by hand", () => {
  const { features, ratios } = chooseFeatures(
    [text("good good", true), text("good plot", true), text("bad plot", false)],
    { least: 1, smoothing: 1 },
  );
  deepEqual(features, ["bad", "bad plot", "good", "good good", "good plot", "plot"]);
  // Positive counts + 1: bad 1, bad plot 1, good 3, good good 2, good plot 2, plot 2 = 11; negative: 2, 2, 1, 1, 1, 2 = 9.
  const by = (p: number, q: number) => Math.log((p / 11) / (q / 9));
  assertClose(ratios, [by(1, 2), by(1, 2), by(3, 1), by(2, 1), by(2, 1), by(2, 2)], 1e-12);
});

Deno.test("chooseFeatures() keeps the most telling ones, and those frequent enough", () => {
  const texts = [
    ...Array.from({ length: 8 }, () => text("film good", true)),
    ...Array.from({ length: 8 }, () => text("film bad", false)),
    text("rare", true),
  ];
  deepEqual(chooseFeatures(texts, { size: 4 }).features, ["bad", "film bad", "film good", "good"]);
  deepEqual(chooseFeatures(texts, { size: 99 }).features.includes("rare"), false);
  deepEqual(chooseFeatures(texts.toReversed(), { size: 3 }), chooseFeatures(texts, { size: 3 }));
});

Deno.test("fitCalibration() finds the calibration that the labels were drawn from", () => {
  const truth = { bias: 0.3, scale: 2, power: 0.4 };
  const counts = uniform(key(1), 40_000);
  const sums = normal(key(2), 40_000);
  const draws = uniform(key(3), 40_000);
  const texts = Array.from(sums, (sum, i) => {
    const evidence = { sum: 3 * sum, count: 5 + Math.floor(300 * counts[i]!) };
    return { ...evidence, positive: draws[i]! < probability(calibrated(evidence, truth)) };
  });
  const { bias, scale, power } = fitCalibration(texts);
  // Four standard errors of such a sample.
  assertClose([bias], [truth.bias], 0.05);
  assertClose([Math.log(scale), power], [Math.log(truth.scale), truth.power], 0.25);
  const slopeAt = (n: number) => scale * (1 + n) ** -power;
  assertClose([slopeAt(100)], [2 * 101 ** -0.4], 0.02);
});

Deno.test("fitCalibration() ends on a steep, finite slope where the classifier errs nowhere", () => {
  const { bias, scale } = fitCalibration([
    { sum: 1, count: 1, positive: true },
    { sum: -1, count: 1, positive: false },
  ]);
  ok(scale > 5 && scale < 1e6 && Math.abs(bias) < 1e-3, `${scale}, ${bias}`);
});

Deno.test("randomWindow() cuts 16 to 64 neighbours anywhere, each length as often", () => {
  const words = Array.from({ length: 500 }, (_, i) => `${i}`);
  const lengths = new Map<number, number>();
  const starts: number[] = [];
  for (let i = 0; i < 4900; i++) {
    const window = randomWindow(words, fold(key(0), i));
    const start = Number(window[0]);
    deepEqual(window, words.slice(start, start + window.length));
    lengths.set(window.length, (lengths.get(window.length) ?? 0) + 1);
    starts.push(start);
  }
  equal(lengths.size, 49);
  ok(Math.min(...lengths.keys()) === 16 && Math.max(...lengths.keys()) === 64);
  ok([...lengths.values()].every((n) => n > 55 && n < 155), "100 each, within 4.5 deviations");
  ok(Math.min(...starts) < 5 && Math.max(...starts) > 470);
  const two = Array.from(
    { length: 99 },
    (_, i) => randomWindow(words.slice(0, 17), fold(key(1), i), { least: 16, most: 16 })[0],
  );
  deepEqual(new Set(two), new Set(["0", "1"]), "first and last place");
  notDeepEqual(randomWindow(words, key(1)), randomWindow(words, key(2)));
});

Deno.test("splitByFilm() gives every review to one stretch, and as many of each class", () => {
  const rows = Array.from({ length: 2000 }, (_, i) => ({ text: `${i}`, positive: i < 1000 }));
  const parts = [[0, 0.25], [0.25, 0.5], [0.5, 1]].map(([from, to]) =>
    splitByFilm(rows, from!, to!)
  );
  const held = parts.flatMap(({ held }) => held.map(({ text }) => Number(text)));
  deepEqual(held.toSorted((a, b) => a - b), rows.map((_, i) => i));
  for (const { kept, held } of parts) {
    equal(kept.length + held.length, 2000);
    equal(2 * held.filter(({ positive }) => positive).length, held.length);
  }
});
