import type { EncodedPair, Objective } from "../../base/mod.ts";

/**
 * The pairs of a round that a step can be taken on, all with K rejected answers. Some may have fewer than others, having lost
 * one that says what the chosen one says, or that ties with it: K is the number under which the most answers are learnt from;
 * who has more is cut to it, who has fewer is left out. Where the objective is given other pairs' answers and all have one
 * prompt, none is left.
 *
 * @example
 * ```ts
 * import { usablePairs } from "@fastslow/fastslow/train";
 * import { deepEqual } from "node:assert/strict";
 *
 * const ids = (id: number) => Int32Array.of(id);
 * const pair = (row: number, K: number) =>
 *   ({ row, prompt: ids(row), chosen: ids(9), rejected: Array.from({ length: K }, (_, k) => ids(k)) });
 * const counts = (pairs: ReturnType<typeof pair>[]) =>
 *   usablePairs(pairs, {}).map(({ row, rejected }) => [row, rejected.length]);
 *
 * deepEqual(counts([pair(0, 3), pair(1, 3), pair(2, 1)]), [[0, 3], [1, 3]]);
 * deepEqual(counts([pair(0, 3), pair(1, 2), pair(2, 2)]), [[0, 2], [1, 2], [2, 2]]);
 * ```
 */
export function usablePairs(
  pairs: readonly EncodedPair[],
  { needsMismatched = false }: Pick<Objective, "needsMismatched">,
): readonly EncodedPair[] {
  const K = bestCount(pairs.map(({ rejected }) => rejected.length));
  const full = pairs.filter(({ rejected }) => rejected.length >= K).map((pair) => cut(pair, K));
  const prompts = new Set(full.map(({ prompt }) => prompt.join()));
  return needsMismatched && prompts.size < 2 ? [] : full;
}

/** The number of rejected answers under which the most are learnt from; of equal ones the larger. */
function bestCount(counts: readonly number[]): number {
  const used = (K: number) => K * counts.filter((count) => count >= K).length;
  return counts.toSorted((a, b) => used(b) - used(a) || b - a)[0] ?? 0;
}

function cut({ rejected, scores, ...pair }: EncodedPair, K: number): EncodedPair {
  return {
    ...pair,
    rejected: rejected.slice(0, K),
    ...(scores && { scores: { ...scores, rejected: scores.rejected.slice(0, K) } }),
  };
}
