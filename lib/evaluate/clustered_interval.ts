import {
  bootstrapInterval,
  type BootstrapOptions,
  resampledInterval,
} from "./bootstrap_interval.ts";
import type { MeanInterval } from "./mean_interval.ts";
import { mean, requireNumbers } from "./numbers.ts";

/**
 * Percentile bootstrap interval of the grand mean (the mean over seeds of each seed's mean), prompts resampled within
 * each seed, seeds kept as they are.
 *
 * It covers which prompts each seed happened to be scored on, given these very trainings; it says nothing of what other
 * seeds would do, which {@linkcode meanInterval} of the seeds' means covers. Each seed must have prompts of its own: if
 * all were scored on the same ones, a hard prompt is hard for every seed, and {@linkcode sharedPromptsInterval} is right.
 *
 * @param seeds The seeds' values, one a prompt, `[seeds][prompts]`; seeds may have different numbers of prompts.
 * @param options Random key, number of resamples, confidence level.
 * @returns The interval; `n` counts all values.
 * @throws {RangeError} If there is no seed or an empty one, a value is not finite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { key } from "@fastslow/fastslow";
 * import { clusteredInterval } from "@fastslow/fastslow/evaluate";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * // Seeds differ, prompts do not: nothing is left to chance within a seed.
 * const { mean, low, high, n } = clusteredInterval([[1, 1, 1], [3, 3]], { key: key(0) });
 * deepEqual([mean, low, high], [2, 2, 2]);
 * equal(n, 5);
 * ```
 */
export function clusteredInterval(
  seeds: readonly ArrayLike<number>[],
  options: BootstrapOptions,
): MeanInterval {
  requireSeeds(seeds);
  return resampledInterval(seeds, options);
}

/**
 * Percentile bootstrap interval of the grand mean where every seed was scored on the same prompts: a resample draws
 * prompts for all seeds at once. It covers which prompts the test set holds, given these very trainings; not what other
 * seeds would do.
 *
 * @param seeds The seeds' values, one a prompt, the prompts in the same order, `[seeds][prompts]`.
 * @param options Random key, number of resamples, confidence level.
 * @returns The interval; `n` counts the prompts.
 * @throws {RangeError} If there is no seed, seeds differ in length, a value is not finite, or an option is out of range.
 *
 * @example
 * ```ts
 * import { bootstrapInterval, key } from "@fastslow/fastslow";
 * import { sharedPromptsInterval } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   sharedPromptsInterval([[0, 2, 4], [2, 4, 6]], { key: key(0) }),
 *   bootstrapInterval([1, 3, 5], { key: key(0) }),
 * );
 * ```
 */
export function sharedPromptsInterval(
  seeds: readonly ArrayLike<number>[],
  options: BootstrapOptions,
): MeanInterval {
  requireSeeds(seeds);
  const prompts = seeds[0]!.length;
  const odd = seeds.findIndex(({ length }) => length !== prompts);
  if (odd !== -1) {
    throw new RangeError(
      `Cannot resample as seeds must share ${prompts} prompts: current length of seeds[${odd}] is ${
        seeds[odd]!.length
      }`,
    );
  }
  const byPrompt = Array.from({ length: prompts }, (_, i) => mean(seeds.map((seed) => seed[i]!)));
  return bootstrapInterval(byPrompt, options);
}

function requireSeeds(seeds: readonly ArrayLike<number>[]): void {
  if (seeds.length === 0) {
    throw new RangeError("Cannot resample as seeds must not be empty: current count is 0");
  }
  seeds.forEach((seed, i) => requireNumbers("resample", `seeds[${i}]`, seed));
}
