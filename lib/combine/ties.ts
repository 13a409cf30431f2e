import { byTotal, disjointMean, type Majority } from "./elect.ts";
import { factorwise } from "./factorwise.ts";
import type { CombineMode } from "./mode.ts";
import { keepLargest, requireDensity } from "./prune.ts";

/** Options for {@linkcode ties}. */
export interface TiesOptions {
  /** Share of each factor's numbers that stay, in (0, 1]. @default {0.5} */
  readonly density?: number;
  /** Who wins the election of a sign. @default {byTotal} */
  readonly majority?: Majority;
  /** From what a module is multiplied with to the weight of its vote. @default {Math.sign} */
  readonly vote?: (weight: number) => number;
}

/**
 * TIES ({@link https://arxiv.org/abs/2306.01708 | Yadav et al.}) on each factor, as in
 * {@link https://huggingface.co/docs/peft | PEFT}: keep the numbers of largest magnitude, elect a sign for each place,
 * average what has that sign. With n modules in agreement the result is their weighted sum divided by n: weights of 1, not
 * of 1/n, give a mean.
 *
 * The paper knows no weight of a single module. A module of negative weight is taken for the negated one, so that its vote
 * is negated too, while the size of a weight does not vote. PEFT (0.21) elects before it multiplies: there a module that is
 * subtracted votes as if it were added. `vote: () => 1` does that; `vote: (weight) => weight` lets sizes vote as well.
 *
 * @param options Density and election.
 * @throws {RangeError} If `density` is not in (0, 1].
 *
 * @example Places in dispute go to the larger side
 * ```ts
 * import { ties } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const B = tf.ones<tf.Rank.R2>([1, 1]);
 * const parts = [[4, -1, 2], [2, -3, -5]].map((row) => ({ A: tf.tensor2d([row]), B, scale: 1, weight: 1 }));
 * const { A } = await ties({ density: 1 }).merge(parts, 0);
 * deepEqual(await A.data(), new Float32Array([3, -2, -5]));
 * ```
 */
export function ties(
  { density = 0.5, majority = byTotal, vote = Math.sign }: TiesOptions = {},
): CombineMode {
  requireDensity("ties", density);
  return factorwise("ties", (factors, coefficients) => {
    const trimmed = factors.map((factor) => keepLargest(factor, density) as typeof factor);
    return disjointMean(trimmed, coefficients, { majority, vote });
  });
}
