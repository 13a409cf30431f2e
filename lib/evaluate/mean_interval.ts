import type { Interval } from "../base/mod.ts";
import { studentQuantile } from "./cephes.ts";
import { mean, requireLevel, requireNumbers, standardError } from "./numbers.ts";

/** A mean of `n` values and where it may lie; the ends are ±Infinity (null in JSON) where one value leaves them open. */
export interface MeanInterval extends Interval {
  /** Values that the mean is of. */
  readonly n: number;
  /** Confidence level, in (0, 1). */
  readonly level: number;
}

/** Options for {@linkcode meanInterval} and what is built on it. */
export interface IntervalOptions {
  /** Confidence level, in (0, 1). @default {0.95} */
  readonly level?: number;
}

/**
 * Student's t-interval of a mean: x̄ ± t_{n−1} · s/√n, s² with n − 1 in the denominator.
 *
 * Over seeds it covers the scatter between whole runs, all of it (starts, order, prompts), and supposes that the values
 * are independent and roughly normal. A single value has no scatter to judge by: its interval is the whole line.
 *
 * @param values One number a seed, `[n]`.
 * @param options Confidence level.
 * @throws {RangeError} If there is no value, one is not finite, or `level` is out of range.
 *
 * @example
 * ```ts
 * import { meanInterval } from "@fastslow/fastslow";
 * import { equal, ok } from "node:assert/strict";
 *
 * const { mean, low, high } = meanInterval([1, 2, 3]);
 * equal(mean, 2);
 * ok(Math.abs(high - 2 - 4.302652729749462 / Math.sqrt(3)) < 1e-12); // t₂ at 0.975
 * ok(Math.abs(low + high - 4) < 1e-12);
 * equal(meanInterval([5]).high, Infinity);
 * ```
 */
export function meanInterval(
  values: ArrayLike<number>,
  { level = 0.95 }: IntervalOptions = {},
): MeanInterval {
  requireNumbers("give the interval of a mean", "values", values);
  requireLevel(level);
  const [n, centre] = [values.length, mean(values)];
  if (n === 1) return { mean: centre, low: -Infinity, high: Infinity, n, level };
  const half = studentQuantile((1 + level) / 2, n - 1) * standardError(values);
  return { mean: centre, low: centre - half, high: centre + half, n, level };
}
