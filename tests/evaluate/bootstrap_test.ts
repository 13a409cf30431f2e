import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { fold, key, normal, uniform } from "../../lib/base/mod.ts";
import {
  bootstrapInterval,
  clusteredInterval,
  type MeanInterval,
  sharedPromptsInterval,
} from "../../lib/evaluate/mod.ts";
import { standardError } from "../../lib/evaluate/numbers.ts";
import { assertClose, fixture } from "../_support.ts";

const options = { key: key(0) };
const values = normal(key(1), 40);
const ends = ({ mean, low, high }: MeanInterval) => [mean, low, high];
const width = ({ low, high }: MeanInterval) => high - low;

Deno.test("bootstrapInterval() comes to the ends that SciPy's bootstrap comes to", async () => {
  const { bootstrap } = await fixture<{
    bootstrap: { readonly values: number[]; readonly low: number; readonly high: number };
  }>("statistics.json");
  const { low, high } = bootstrapInterval(bootstrap.values, { key: key(2), resamples: 20_000 });
  // The ends of 20,000 resamples scatter by 0.019 standard errors: √(p (1 − p) / resamples) over the density.
  const within = 4 * 0.019 * standardError(bootstrap.values);
  assertClose([low, high], [bootstrap.low, bootstrap.high], within);
});

Deno.test("bootstrapInterval() is given by its key", () => {
  deepEqual(bootstrapInterval(values, options), bootstrapInterval(values, options));
  notDeepEqual(bootstrapInterval(values, options), bootstrapInterval(values, { key: key(9) }));
});

Deno.test("bootstrapInterval() moves and turns with its values", () => {
  const [mean, low, high] = ends(bootstrapInterval(values, options)) as [number, number, number];
  const moved = bootstrapInterval(values.map((x) => x + 3), options);
  assertClose(ends(moved), [mean + 3, low + 3, high + 3], 1e-12);
  const turned = bootstrapInterval(values.map((x) => -x), options);
  assertClose(ends(turned), [-mean, -high, -low], 1e-12);
});

Deno.test("bootstrapInterval() widens with the level and counts its values", () => {
  const [half, most] = [0.5, 0.99].map((level) => bootstrapInterval(values, { ...options, level }));
  ok(width(half!) < width(most!) / 2);
  deepEqual([half!.n, half!.level], [40, 0.5]);
});

Deno.test("bootstrapInterval() holds the mean of an exponential law about as often as it says", () => {
  const trials = 400;
  let held = 0;
  for (let i = 0; i < trials; i++) {
    const trial = fold(key(3), i);
    const sample = uniform(fold(trial, 0), 50).map((u) => -Math.log1p(-u)); // mean 1
    const { low, high } = bootstrapInterval(sample, { key: fold(trial, 1), resamples: 200 });
    if (low < 1 && 1 < high) held++;
  }
  ok(held / trials > 0.89 && held / trials < 0.97, `${held} of ${trials}`);
});

Deno.test("clusteredInterval() of one seed is bootstrapInterval()", () => {
  deepEqual(clusteredInterval([values], options), bootstrapInterval(values, options));
  deepEqual(sharedPromptsInterval([values], options), bootstrapInterval(values, options));
});

Deno.test("clusteredInterval() weighs seeds alike and counts every value", () => {
  const { mean, n } = clusteredInterval([[0, 0, 0, 0], [6, 6]], options);
  deepEqual([mean, n], [3, 6]);
});

Deno.test("clusteredInterval() does not widen when seeds move apart", () => {
  const seeds = [0, 1, 2].map((i) => normal(key(10 + i), 20));
  const apart = seeds.map((seed, i) => seed.map((x) => x + 30 * i));
  const [a, b] = [clusteredInterval(seeds, options), clusteredInterval(apart, options)];
  assertClose(ends(b), ends(a).map((x) => x + 30), 1e-12);
});

Deno.test("four seeds halve the width with prompts of their own, and not with shared ones", () => {
  const seeds = [values, values, values, values];
  const one = width(bootstrapInterval(values, options));
  assertClose([width(sharedPromptsInterval(seeds, options))], [one], 1e-12);
  const ratio = width(clusteredInterval(seeds, options)) / one;
  ok(Math.abs(ratio - 0.5) < 0.06, `${ratio}`);
});

Deno.test("a single prompt leaves bootstrap intervals open", () => {
  deepEqual(ends(bootstrapInterval([2], options)), [2, -Infinity, Infinity]);
  deepEqual(ends(clusteredInterval([[1, 2, 3], [4]], options)), [3, -Infinity, Infinity]);
  deepEqual(ends(sharedPromptsInterval([[1], [3]], options)), [2, -Infinity, Infinity]);
});

Deno.test("bootstrap intervals refuse what cannot be resampled", () => {
  throws(() => bootstrapInterval([], options), /values must not be empty/);
  throws(() => bootstrapInterval([NaN], options), /values\[0\] must be finite/);
  for (const resamples of [0, 1.5, NaN]) {
    throws(() => bootstrapInterval([1, 2], { ...options, resamples }), /resamples must be/);
  }
  throws(() => bootstrapInterval([1, 2], { ...options, level: 1 }), /level must be in \(0, 1\)/);
  throws(() => clusteredInterval([], options), /seeds must not be empty/);
  throws(() => clusteredInterval([[1, 2], []], options), /seeds\[1\] must not be empty/);
  throws(() => clusteredInterval([[1, 2], [1, NaN]], options), /seeds\[1\]\[1\] must be finite/);
  throws(
    () => sharedPromptsInterval([[1, 2], [1]], options),
    /share 2 prompts: current length of seeds\[1\] is 1/,
  );
});

Deno.test("a bootstrap of 500 prompts takes its 1000 means from resamples of the same size", () => {
  // The spread of the means is the standard error of the mean, which falls with the size of the resamples.
  const many = normal(key(5), 500);
  const { low, high, n } = bootstrapInterval(many, options);
  equal(n, 500);
  assertClose([(high - low) / (2 * 1.96)], [standardError(many)], 0.1 * standardError(many));
});
