import { mapTree, type TensorTree, tf } from "../base/mod.ts";
import type { Optimiser } from "./optimiser.ts";

/** State of {@linkcode elastic}: trees like the parameters. */
export interface ElasticState extends TensorTree {
  /** Where the parameters are pulled to. */
  readonly anchor: TensorTree;
  /** How strongly each number is pulled; 0 leaves it free. */
  readonly stiffness: TensorTree;
}

/**
 * Adds `strength · stiffness · (θ − anchor)` to the gradient: the gradient of a quadratic pull towards what was learnt
 * before. With the Fisher information's diagonal as stiffness this is elastic weight consolidation, Eq. 3 of
 * {@link https://arxiv.org/abs/1612.00796 | Kirkpatrick et al., 2017}. It starts without any stiffness; who consolidates
 * writes both trees into its state.
 *
 * @param strength λ of that equation.
 * @throws {RangeError} If `strength` is negative.
 *
 * @example
 * ```ts
 * import { elastic } from "@fastslow/fastslow/optim";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pull = elastic(2);
 * const state = { anchor: { w: tf.scalar(1) }, stiffness: { w: tf.scalar(3) } };
 * const [updates] = pull.update({ w: tf.scalar(0) }, state, { w: tf.scalar(2) });
 * deepEqual(await (updates.w as tf.Tensor).data(), new Float32Array([6]));
 * ```
 */
export function elastic(strength: number): Optimiser {
  if (!(strength >= 0)) {
    throw new RangeError(
      `Cannot pull parameters as strength must be ≥ 0: current value is ${strength}`,
    );
  }
  return {
    init: (params) => ({
      anchor: mapTree((param) => param.clone(), params),
      stiffness: mapTree((param) => tf.zerosLike(param), params),
    }),
    update(gradients, state, params) {
      const { anchor, stiffness } = state as ElasticState;
      const pull = (g: tf.Tensor, param: tf.Tensor, from: tf.Tensor, stiff: tf.Tensor) =>
        tf.add(g, tf.mul(tf.mul(stiff, tf.sub(param, from)), strength));
      return [mapTree(pull, gradients, params, anchor, stiffness), state];
    },
  };
}
