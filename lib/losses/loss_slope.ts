import {
  type PairFacts,
  type PairLogps,
  type PreferenceLoss,
  type Scalar,
  tf,
  type Vector,
} from "../base/mod.ts";

/**
 * Mean |∂L/∂log π(y_w)| of a loss over a batch: how strongly it still pulls. For a loss of the margin h it is mean |∂L/∂h|,
 * since h has slope 1 there; DPO's is mean β σ(−β h), which vanishes as h grows.
 *
 * @example
 * ```ts
 * import { dpo, logps } from "@fastslow/fastslow";
 * import { lossSlope } from "@fastslow/fastslow/losses";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * const [slope] = await lossSlope(dpo({ beta: 0.1 }), same, same).data();
 * ok(Math.abs(slope! - 0.05) < 1e-7);
 * ```
 */
export function lossSlope(
  loss: PreferenceLoss,
  policy: PairLogps,
  reference: PairLogps,
  facts: PairFacts = {},
): Scalar {
  const total = (chosen: Vector) => tf.sum(loss({ ...policy, chosen }, reference, facts)) as Scalar;
  return tf.tidy(() => {
    // A copy, so that a reference that shares the policy's tensors stays constant.
    const slopes = tf.grad((chosen) => total(chosen as Vector))(policy.chosen.clone());
    return tf.mean(tf.abs(slopes));
  });
}
