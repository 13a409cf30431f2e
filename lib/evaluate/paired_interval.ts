import { type IntervalOptions, type MeanInterval, meanInterval } from "./mean_interval.ts";
import { requirePaired } from "./numbers.ts";

/**
 * Student's t-interval of the mean of a − b, matched by seed: what two methods share in a seed (data, order, starting
 * weights) cancels, so it is narrower than two intervals apart wherever seeds matter.
 *
 * @param a One number a seed, `[seeds]`.
 * @param b One number a seed, of the same seeds in the same order, `[seeds]`.
 * @param options Confidence level.
 * @throws {RangeError} If the lists are empty or of different lengths, a value is not finite, or `level` is out of range.
 *
 * @example
 * ```ts
 * import { meanInterval, pairedInterval } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(pairedInterval([11, 22, 33], [10, 20, 30]), meanInterval([1, 2, 3]));
 * ```
 */
export function pairedInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: IntervalOptions = {},
): MeanInterval {
  requirePaired("compare by seed", ["a", "b"], [a, b]);
  return meanInterval(Array.from(a, (x, i) => x - b[i]!), options);
}
