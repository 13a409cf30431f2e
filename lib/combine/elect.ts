/** TIES: elect a sign for every number, then average what agrees with it. */
import { type Matrix, type Tensor, tf } from "../base/mod.ts";

/**
 * Elects the sign of every number.
 *
 * @param votes What the modules vote with, `[modules, rows, columns]`.
 * @returns 1, −1, or 0 where nothing shall stay, `[rows, columns]`.
 */
export type Majority = (votes: Tensor) => Tensor;

/** How elections are held. */
export interface Election {
  /** Who wins. */
  readonly majority: Majority;
  /** From the weight of a module to the weight of its vote. */
  readonly vote: (weight: number) => number;
}

/**
 * The sign of the sum, as in TIES ({@link https://arxiv.org/abs/2306.01708 | Yadav et al.}, section 4): large numbers count
 * for more. In a tie, which sgn(0) = 0 says is won by nobody, nothing stays.
 *
 * @example
 * ```ts
 * import { byTotal } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const votes = tf.tensor3d([[[3, 1]], [[-1, -1]], [[-1, 0]]]);
 * deepEqual(await byTotal(votes).data(), new Float32Array([1, 0]));
 * ```
 */
export function byTotal(votes: Tensor): Tensor {
  return tf.tidy(() => tf.sign(tf.sum(votes, 0)));
}

/**
 * The sign that most modules have, however large their numbers; a tie goes to plus, as in PEFT.
 *
 * @example
 * ```ts
 * import { byFrequency } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const votes = tf.tensor3d([[[3, 1]], [[-1, -1]], [[-1, 0]]]);
 * deepEqual(await byFrequency(votes).data(), new Float32Array([-1, 1]));
 * ```
 */
export function byFrequency(votes: Tensor): Tensor {
  return tf.tidy(() => {
    const count = tf.sum(tf.sign(votes), 0);
    return tf.where(tf.greaterEqual(count, 0), tf.onesLike(count), tf.fill(count.shape, -1));
  });
}

/**
 * Σ c_i x_i over the modules whose vote has the elected sign, divided by their number. A module of weight 0 neither votes
 * nor counts.
 */
export function disjointMean(
  factors: readonly Matrix[],
  coefficients: readonly number[],
  { majority, vote }: Election,
): Tensor {
  return tf.tidy(() => {
    const voters = factors.flatMap((x, i) =>
      coefficients[i] === 0 ? [] : [{ x, weight: coefficients[i]! }]
    );
    if (voters.length === 0) return tf.zerosLike(factors[0]!);
    const votes = tf.stack(voters.map(({ x, weight }) => tf.mul(x, vote(weight)))); // [modules, rows, columns]
    const agree = tf.cast(tf.equal(tf.sign(votes), majority(votes)), "float32");
    const values = tf.stack(voters.map(({ x, weight }) => tf.mul(x, weight)));
    return tf.div(tf.sum(tf.mul(values, agree), 0), tf.maximum(tf.sum(agree, 0), 1));
  });
}
