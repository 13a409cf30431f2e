import { type PairLogps, stopGradient } from "../base/mod.ts";

/**
 * A policy's log-probabilities, through which no gradient flows: the rival, as each module of a chase sees it.
 *
 * @example Of two equal policies, the chase still pulls at the one that is not detached
 * ```ts
 * import { detached, gap, logps, type PairLogps } from "@fastslow/fastslow";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-3], rejected: [-5] });
 * const chase = (own: PairLogps) => tf.sum(gap({ beta: 1 })(own, detached(own)));
 * const pull = tf.grad((chosen) => chase({ ...policy, chosen: chosen as tf.Tensor1D }));
 * deepEqual(await pull(policy.chosen).data(), new Float32Array([-0.5]));
 * ```
 */
export function detached(policy: PairLogps): PairLogps {
  return {
    ...policy,
    chosen: stopGradient(policy.chosen),
    rejected: stopGradient(policy.rejected),
  };
}
