/** How strongly a chase pulls. */
import {
  type PairLogps,
  type PreferenceLoss,
  type Scalar,
  type Tensors,
  tf,
  type Vector,
} from "../base/mod.ts";
import type { ChaseLosses } from "./chase_losses.ts";
import { rewardLead } from "./reward_lead.ts";

/** Mean |∂L_F/∂h_F| and |∂L_S/∂h_S|, by way of log π(y_w), on which h depends with slope 1. */
export function slopes(
  chase: (F: PairLogps, S: PairLogps) => ChaseLosses,
  F: PairLogps,
  S: PairLogps,
): Tensors {
  const total = (chosenF: Vector, chosenS: Vector) => {
    const { fast, slow } = chase({ ...F, chosen: chosenF }, { ...S, chosen: chosenS });
    return tf.add(tf.sum(fast), tf.sum(slow));
  };
  const [dF, dS] = tf.grads((f, s) => total(f as Vector, s as Vector))([F.chosen, S.chosen]);
  return { "chase/slope_F": tf.mean(tf.abs(dF!)), "chase/slope_S": tf.mean(tf.abs(dS!)) };
}

/** Mean slope of F's lead, by way of log π(y_w): β for DPO, β/|y_w| for losses of averaged log-probabilities. */
export function slopeOfLead(
  base: PreferenceLoss,
  F: PairLogps,
  S: PairLogps,
  reference: PairLogps,
): Scalar {
  const total = (chosen: Vector) => tf.sum(rewardLead(base, { ...F, chosen }, S, reference));
  return tf.mean(tf.grad((chosen) => total(chosen as Vector))(F.chosen));
}
