import type { ScoredPairs } from "../../evaluate/mod.ts";

/**
 * Which choices are hit at rank 1: 1 where the chosen answer scores above all rejected ones, 0 where one scores above it; of
 * n answers that tie for the first place it is hit with 1/n.
 *
 * @param scores Scores of the chosen answers, `[pairs]`, and of the rejected ones, `[K × pairs]`.
 * @returns One number a pair, whose mean is the hit ratio.
 *
 * @example
 * ```ts
 * import { hitsAtOne } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * // Two pairs of two rejected answers each: first ones, then second ones.
 * deepEqual(hitsAtOne({ chosen: [3, 1], rejected: [1, 1, 2, 0] }), [1, 0.5]);
 * ```
 */
export function hitsAtOne(
  { chosen, rejected }: Record<keyof ScoredPairs, ArrayLike<number>>,
): number[] {
  return Array.from(chosen, (score, pair) => {
    let ties = 1;
    for (let i = pair; i < rejected.length; i += chosen.length) {
      if (rejected[i]! > score) return 0;
      if (rejected[i] === score) ties++;
    }
    return 1 / ties;
  });
}
