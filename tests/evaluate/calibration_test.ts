import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { key, normal, uniform } from "../../lib/base/mod.ts";
import { pairAccuracy, rankAndCalibration } from "../../lib/evaluate/mod.ts";
import { assertClose, fixture } from "../_support.ts";

const margins = normal(key(1), 300).map((x) => 10 * x + 4);

Deno.test("rankAndCalibration() gives scikit-learn's scores and reliability curve", async () => {
  const { calibration: known } = await fixture<{ calibration: Known }>("statistics.json");
  const { reliability, ...scores } = rankAndCalibration(known.margins, known.beta);
  for (const name of ["accuracy", "logLoss", "brier", "ece"] as const) {
    assertClose([scores[name]], [known[name]], 1e-14, { what: name });
  }
  equal(scores.n, known.margins.length);
  deepEqual(reliability.map(({ low }) => Math.round(low * 15)), known.bins);
  deepEqual(reliability.map(({ count }) => count), known.counts);
  assertClose(reliability.map(({ observed }) => observed), known.observed, 1e-14);
  assertClose(reliability.map(({ forecast }) => forecast), known.forecast, 1e-14);
});

Deno.test("rankAndCalibration() by hand", () => {
  const z = Math.log(4); // σ = 0.8 and 0.2: bins 12 and 3
  const { accuracy, logLoss, brier, ece, reliability } = rankAndCalibration([z, z, -z], 1);
  assertClose([accuracy, logLoss, brier, ece], [
    2 / 3,
    -(2 * Math.log(0.8) + Math.log(0.2)) / 3,
    (2 * 0.04 + 0.64) / 3,
    0.8 - 2 / 3,
  ], 1e-14);
  deepEqual(reliability.map(({ count, observed }) => [count, observed]), [[3, 1 / 3], [3, 2 / 3]]);
  assertClose(
    reliability.flatMap(({ low, high }) => [low, high]),
    [0.2, 4 / 15, 0.8, 13 / 15],
    1e-15,
  );
});

Deno.test("rankAndCalibration() does not punish modesty that is right", () => {
  // Margins whose chosen answer wins with probability σ(h): forecasts come true as often as they say.
  const strengths = normal(key(2), 20_000).map((x) => 2 * x);
  const flips = uniform(key(3), 20_000);
  const honest = strengths.map((h, i) => flips[i]! < 1 / (1 + Math.exp(-h)) ? h : -h);
  ok(rankAndCalibration(honest, 1).ece < 0.01);
  ok(rankAndCalibration(honest, 3).ece > 0.1, "three times too sure");
  ok(rankAndCalibration(honest, 1 / 3).ece > 0.1, "three times too modest");
});

Deno.test("rankAndCalibration() of a coin is calibrated and pays log 2", () => {
  const { accuracy, logLoss, brier, ece, reliability } = rankAndCalibration([0, 0, 0], 1);
  deepEqual([accuracy, logLoss, brier, ece], [0.5, Math.LN2, 0.25, 0]);
  deepEqual(reliability, [{ low: 7 / 15, high: 8 / 15, forecast: 0.5, observed: 0.5, count: 6 }]);
});

Deno.test("rankAndCalibration() has a symmetric table that counts each pair twice", () => {
  const { reliability } = rankAndCalibration(margins, 0.1);
  equal(reliability.reduce((sum, { count }) => sum + count, 0), 600);
  const mirrored = reliability.toReversed();
  reliability.forEach(({ count, forecast, observed }, i) => {
    equal(count, mirrored[i]!.count);
    assertClose(
      [forecast, observed],
      [1 - mirrored[i]!.forecast, 1 - mirrored[i]!.observed],
      1e-14,
    );
  });
});

Deno.test("rankAndCalibration() depends on β·h alone but for the ranking, which is pairAccuracy()", () => {
  const [a, b] = [
    rankAndCalibration(margins, 0.5),
    rankAndCalibration(margins.map((h) => h / 2), 1),
  ];
  deepEqual(a, b);
  equal(a.accuracy, pairAccuracy(margins));
});

Deno.test("rankAndCalibration() is finite at margins of ±10,000", () => {
  const { accuracy, logLoss, brier, ece } = rankAndCalibration([1e4, -1e4], 1);
  deepEqual([accuracy, logLoss, brier, ece], [0.5, 5000, 0.5, 0.5]);
});

Deno.test("rankAndCalibration() refuses options out of range", () => {
  throws(() => rankAndCalibration([], 1), /margins must not be empty/);
  throws(() => rankAndCalibration([1, NaN], 1), /margins\[1\] must be finite/);
  for (const beta of [0, -1, NaN, Infinity]) {
    throws(() => rankAndCalibration([1], beta), /beta must be > 0: current value is/);
  }
  for (const bins of [0, 2.5, NaN]) {
    throws(() => rankAndCalibration([1], 1, { bins }), /bins must be a whole number/);
  }
});

interface Known {
  readonly margins: number[];
  readonly beta: number;
  readonly accuracy: number;
  readonly logLoss: number;
  readonly brier: number;
  readonly ece: number;
  readonly bins: number[];
  readonly counts: number[];
  readonly observed: number[];
  readonly forecast: number[];
}
