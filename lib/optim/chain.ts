import { flatten, type TensorTree } from "../base/mod.ts";
import type { Optimiser } from "./optimiser.ts";

/**
 * Joins transformations: each works on what the one before it gives.
 *
 * @example Scaling by 2 and by ½ changes nothing
 * ```ts
 * import { chain } from "@fastslow/fastslow";
 * import { scale } from "@fastslow/fastslow/optim";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const nothing = chain(scale(2), scale(0.5));
 * const params = { w: tf.tensor1d([3]) };
 * const [updates] = nothing.update(params, nothing.init(params), params);
 * deepEqual(await (updates.w as tf.Tensor).data(), new Float32Array([3]));
 * ```
 */
export function chain(...links: readonly Optimiser[]): Optimiser {
  return {
    init: (params) => withStates(links.map((link) => link.init(params))),
    update(gradients, state, params) {
      let updates = gradients;
      const states = links.map((link, i) => {
        const [next, kept] = link.update(updates, stateOf(state, i), params);
        updates = next;
        return kept;
      });
      return [updates, withStates(states)];
    },
  };
}

/** Links without state leave no branch, so that a saved state has none either. */
function withStates(states: readonly TensorTree[]): TensorTree {
  return Object.fromEntries(
    states.map((state, i) => [String(i), state] as const)
      .filter(([, state]) => Object.keys(flatten(state)).length > 0),
  );
}

function stateOf(state: TensorTree, link: number): TensorTree {
  return (state[String(link)] ?? {}) as TensorTree;
}
