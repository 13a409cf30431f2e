import { mean, requirePaired } from "./numbers.ts";

/**
 * Alignment tax: how far the mean ROUGE of a policy's summaries fell below that of the supervised model which it started
 * from, against the same references. The definition is ours, after the description of CPPO's metrics, not quoted from its
 * paper; which ROUGE is meant is the caller's choice and should be said.
 *
 * @param start ROUGE of the supervised start's summaries, one a prompt, `[prompts]`; an F-measure from {@linkcode rouge}.
 * @param policy The same of the policy's, for the same prompts, `[prompts]`.
 * @returns The drop, between −1 and 1; lower is better, negative where ROUGE rose.
 * @throws {RangeError} If there is no prompt, the lists are not equally long, or a number is not finite.
 *
 * @example
 * ```ts
 * import { alignmentTax, rouge } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * const score = (summary: string) => rouge(summary, "cat sat").rouge1.fmeasure;
 * equal(alignmentTax([score("Cat sat."), 0.5], [score("A dog."), 0.5]), 0.5);
 * ```
 */
export function alignmentTax(start: ArrayLike<number>, policy: ArrayLike<number>): number {
  requirePaired("compute the alignment tax", ["start", "policy"], [start, policy]);
  return mean(start) - mean(policy);
}
