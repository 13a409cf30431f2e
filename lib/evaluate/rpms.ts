import { mean, requireNumbers } from "./numbers.ts";

/**
 * rPMS, reference preference model score: the mean score that a preference model, trained on a task's preferences and then
 * fixed, gives to a policy's answers on the task's test set. The definition is ours, after the description of CPPO's
 * metrics, not quoted from its paper.
 *
 * @param scores Score of one answer a prompt, in the preference model's unit, `[prompts]`.
 * @returns The mean, in the same unit; higher is better.
 * @throws {RangeError} If there is no score, or one is not finite.
 *
 * @example
 * ```ts
 * import { rpms } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * equal(rpms([2, 3, 4]), 3);
 * ```
 */
export function rpms(scores: ArrayLike<number>): number {
  requireNumbers("compute rPMS", "scores", scores);
  return mean(scores);
}
