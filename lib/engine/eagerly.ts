import { type Tensors, tf } from "../base/mod.ts";
import { mapLeaves } from "./leaves.ts";
import type { FlatStep, Runner } from "./runner.ts";
import { requireSameState } from "./same_state.ts";

/** Runs a step op by op, on any engine: what `compile` takes as its `runner` where a step cannot be recorded. */
export function eagerly(step: FlatStep): Runner {
  return {
    run: (state, batch) =>
      tf.tidy(() => {
        const [next, metrics] = step(state, batch);
        requireSameState(state, next);
        return { next: owned(next, state), metrics: mapLeaves((leaf) => leaf.clone(), metrics) };
      }),
    dispose() {},
  };
}

/**
 * The next state: leaves that did not change stay, all others become its own. A step may give a tensor of its batch, or
 * one tensor as state and metric: clones have one owner each.
 */
function owned(next: Tensors, before: Tensors): Tensors {
  const unchanged = new Set(Object.values(before));
  return mapLeaves((leaf) => unchanged.has(leaf) ? leaf : tf.keep(leaf.clone()), next);
}
