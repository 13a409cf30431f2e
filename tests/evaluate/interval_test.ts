import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { fold, key, normal } from "../../lib/base/mod.ts";
import { meanInterval, pairedInterval } from "../../lib/evaluate/mod.ts";
import { quantile, standardError } from "../../lib/evaluate/numbers.ts";
import { assertClose, fixture } from "../_support.ts";

interface Ends {
  readonly level: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}
const known = await fixture<{
  meanIntervals: (Ends & { readonly values: number[] })[];
  pairedIntervals: (Ends & { readonly a: number[]; readonly b: number[] })[];
  quantiles: {
    readonly sorted: number[];
    readonly probability: number;
    readonly quantile: number;
  }[];
}>("statistics.json");

const values = normal(key(1), 9);

Deno.test("meanInterval() gives SciPy's t-intervals", () => {
  for (const { values, level, mean, low, high } of known.meanIntervals) {
    const interval = meanInterval(values, { level });
    const what = `${values.length} values at ${level}`;
    const scale = Math.max(1, high - low);
    assertClose([interval.mean, interval.low, interval.high], [mean, low, high], 1e-11, {
      what,
      scale,
    });
    deepEqual([interval.n, interval.level], [values.length, level]);
  }
});

Deno.test("pairedInterval() gives SciPy's interval of a paired t-test", () => {
  for (const { a, b, level, mean, low, high } of known.pairedIntervals) {
    const interval = pairedInterval(a, b, { level });
    assertClose([interval.mean, interval.low, interval.high], [mean, low, high], 1e-12);
  }
});

Deno.test("quantile() is NumPy's", () => {
  for (const { sorted, probability, quantile: expected } of known.quantiles) {
    assertClose([quantile(sorted, probability)], [expected], 1e-14);
  }
});

Deno.test("meanInterval() of two values by hand", () => {
  const { mean, low, high } = meanInterval([1, 3]); // t₁ at 0.975 is tan(0.475 π), s/√n is 1
  assertClose(
    [mean, low, high],
    [2, 2 - Math.tan(0.475 * Math.PI), 2 + Math.tan(0.475 * Math.PI)],
    1e-12,
  );
});

Deno.test("meanInterval() moves and stretches with its values", () => {
  const { mean, low, high } = meanInterval(values);
  const moved = meanInterval(values.map((x) => x + 3));
  assertClose([moved.mean, moved.low, moved.high], [mean + 3, low + 3, high + 3], 1e-12);
  const turned = meanInterval(values.map((x) => -2 * x));
  assertClose([turned.mean, turned.low, turned.high], [-2 * mean, -2 * high, -2 * low], 1e-12);
});

Deno.test("meanInterval() widens with the level", () => {
  const widths = [0.1, 0.5, 0.9, 0.99].map((level) => {
    const { low, high } = meanInterval(values, { level });
    return high - low;
  });
  deepEqual(widths, widths.toSorted((a, b) => a - b));
  equal(new Set(widths).size, 4);
});

Deno.test("meanInterval() of a single value is the whole line", () => {
  deepEqual(meanInterval([7]), { mean: 7, low: -Infinity, high: Infinity, n: 1, level: 0.95 });
  equal(standardError([7]), Infinity);
});

Deno.test("meanInterval() holds the mean of a normal law as often as it says", () => {
  const trials = 4000;
  let held = 0;
  for (let i = 0; i < trials; i++) {
    const { low, high } = meanInterval(normal(fold(key(2), i), 3), { level: 0.9 });
    if (low < 0 && 0 < high) held++;
  }
  const deviation = Math.sqrt(0.9 * 0.1 / trials);
  ok(Math.abs(held / trials - 0.9) < 4 * deviation, `${held} of ${trials}`);
});

Deno.test("pairedInterval() negates when its sides are swapped", () => {
  const other = normal(key(3), 9);
  const [a, b] = [pairedInterval(values, other), pairedInterval(other, values)];
  assertClose([b.mean, b.low, b.high], [-a.mean, -a.high, -a.low], 1e-15);
});

Deno.test("pairedInterval() does not see what both sides share in a seed", () => {
  const [other, seeds] = [normal(key(3), 9), normal(key(4), 9)];
  const shared = (side: Float64Array) => side.map((x, i) => x + 100 * seeds[i]!);
  const [a, b] = [pairedInterval(values, other), pairedInterval(shared(values), shared(other))];
  assertClose([b.mean, b.low, b.high], [a.mean, a.low, a.high], 1e-12);
});

Deno.test("intervals refuse what has no interval", () => {
  throws(() => meanInterval([]), /values must not be empty/);
  throws(() => meanInterval([1, NaN]), /values\[1\] must be finite: current value is NaN/);
  for (const level of [0, 1, 95, NaN]) {
    throws(() => meanInterval([1, 2], { level }), /level must be in \(0, 1\)/);
  }
  throws(() => pairedInterval([1, 2], [1]), /equally long: current lengths are 2 and 1/);
  throws(() => pairedInterval([1, 2], [1, Infinity]), /b\[1\] must be finite/);
});
