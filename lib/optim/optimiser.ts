/** Optimisers as pure `init`/`update` pairs over trees, after optax. */
import { type Scalar, type TensorTree, tf } from "../base/mod.ts";
import { mapTree } from "../base/mod.ts";

/** A transformation of gradients into updates, which are added to the parameters. */
export interface Optimiser {
  /** The state before the first step; the caller owns it. */
  init(params: TensorTree): TensorTree;
  /** Updates and next state from gradients, state and parameters, all of them trees. */
  update(
    gradients: TensorTree,
    state: TensorTree,
    params: TensorTree,
  ): readonly [updates: TensorTree, state: TensorTree];
}

/** A learning rate: one number, or a function of the number of steps done, from 0. */
export type Rate = number | ((count: Scalar) => Scalar);

/** Adds updates to parameters. */
export function applyUpdates(params: TensorTree, updates: TensorTree): TensorTree {
  return mapTree((param, update) => tf.add(param, update), params, updates);
}
