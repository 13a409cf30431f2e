import { type DareOptions, dropper } from "./dare.ts";
import { byTotal, disjointMean } from "./elect.ts";
import { factorwise } from "./factorwise.ts";
import type { CombineMode } from "./mode.ts";
import type { TiesOptions } from "./ties.ts";

/** Options for {@linkcode dareTies}: masks as in DARE, elections as in TIES. */
export type DareTiesOptions = DareOptions & Pick<TiesOptions, "majority" | "vote">;

/**
 * DARE, then TIES without its own trimming, on each factor, as in {@link https://huggingface.co/docs/peft | PEFT}: numbers
 * are dropped at random ({@link https://arxiv.org/abs/2311.03099 | Yu et al.}), a sign is elected for each place
 * ({@link https://arxiv.org/abs/2306.01708 | Yadav et al.}), what has that sign is averaged. Votes of subtracted modules
 * are negated, as in {@linkcode ties}.
 *
 * @param options Density and seed of the masks, whether modules share them, and the election.
 * @throws {RangeError} If `density` is not in (0, 1].
 *
 * @example At density 1 it is TIES
 * ```ts
 * import { dareTies } from "@fastslow/fastslow/combine";
 * import { key, tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const B = tf.ones<tf.Rank.R2>([1, 1]);
 * const parts = [[4, -1, 2], [2, -3, -5]].map((row) => ({ A: tf.tensor2d([row]), B, scale: 1, weight: 1 }));
 * const { A } = await dareTies({ density: 1, key: key(0) }).merge(parts, 0);
 * deepEqual(await A.data(), new Float32Array([3, -2, -5]));
 * ```
 */
export function dareTies(
  { majority = byTotal, vote = Math.sign, ...masks }: DareTiesOptions,
): CombineMode {
  const drop = dropper("dare_ties", masks);
  return factorwise(
    "dare_ties",
    (factors, coefficients, place) =>
      disjointMean(drop(factors, place), coefficients, { majority, vote }),
  );
}
