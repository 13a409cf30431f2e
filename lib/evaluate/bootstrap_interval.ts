import { fold, type Key, uniform } from "../base/mod.ts";
import type { IntervalOptions, MeanInterval } from "./mean_interval.ts";
import { mean, quantile, requireLevel, requireNumbers } from "./numbers.ts";

/** Options for {@linkcode bootstrapInterval} and what is built on it. */
export interface BootstrapOptions extends IntervalOptions {
  /** Where the resamples come from. */
  readonly key: Key;
  /** Number of resamples. @default {1000} */
  readonly resamples?: number;
}

/**
 * Percentile bootstrap interval of a mean (Efron, 1979): the middle `level` of the means of resamples drawn with
 * replacement.
 *
 * Over the prompts of one run it covers which prompts happened to be drawn, and nothing of what another seed would do.
 * It is too narrow for a handful of values: over seeds take {@linkcode meanInterval}. A single value gives the whole line.
 *
 * @param values One number a prompt, independent of each other, `[n]`.
 * @param options Random key, number of resamples, confidence level.
 * @throws {RangeError} If there is no value, one is not finite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { bootstrapInterval, key } from "@fastslow/fastslow";
 * import { deepEqual, ok } from "node:assert/strict";
 *
 * const values = Array.from({ length: 100 }, (_, i) => i % 10);
 * const { mean, low, high } = bootstrapInterval(values, { key: key(0) });
 *
 * ok(low < mean && mean < high && high - low < 1.5);
 * deepEqual(bootstrapInterval(values, { key: key(0) }), bootstrapInterval(values, { key: key(0) }));
 * ```
 */
export function bootstrapInterval(
  values: ArrayLike<number>,
  options: BootstrapOptions,
): MeanInterval {
  requireNumbers("resample", "values", values);
  return resampledInterval([values], options);
}

/**
 * The mean over the groups of each group's mean, and the middle `level` of its resamples, in which every group is
 * resampled within itself.
 */
export function resampledInterval(
  groups: readonly ArrayLike<number>[],
  { key, resamples = 1000, level = 0.95 }: BootstrapOptions,
): MeanInterval {
  requireLevel(level);
  if (!(Number.isInteger(resamples) && resamples >= 1)) {
    throw new RangeError(
      `Cannot resample as resamples must be a whole number >= 1: current value is ${resamples}`,
    );
  }
  const n = groups.reduce((count, values) => count + values.length, 0);
  const centre = mean(groups.map(mean));
  // Resampling a single value gives it back each time: a width of 0 that nothing supports.
  if (groups.some(({ length }) => length === 1)) {
    return { mean: centre, low: -Infinity, high: Infinity, n, level };
  }
  const means = Float64Array.from({ length: resamples }, (_, i) => {
    const draw = fold(key, i);
    return mean(groups.map((values, group) => resampledMean(fold(draw, group), values)));
  }).sort();
  const [low, high] = [quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2)];
  return { mean: centre, low, high, n, level };
}

/** Mean of as many values, drawn with replacement. */
function resampledMean(key: Key, values: ArrayLike<number>): number {
  const count = values.length;
  return mean(uniform(key, count).map((u) => values[Math.floor(u * count)]!));
}
