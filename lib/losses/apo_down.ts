import { type PreferenceLoss, tf } from "../base/mod.ts";
import type { ApoOptions } from "./apo_zero.ts";
import { makeLoss } from "./make_loss.ts";
import { margin } from "./margin.ts";
import { requireBeta } from "./require_options.ts";
import { implicitRewards } from "./rewards.ts";

/**
 * Anchored preference optimisation, APO-down: σ(r_w) + (1 − σ(β h)) with r = β (log π − log ref), Eq. 8 of
 * {@link https://arxiv.org/abs/2408.06266 | D'Oosterlinck et al.}: both answers are lowered, rejected ones more, for data
 * that is worse than the model's own answers.
 *
 * @param options Inverse temperature.
 * @returns A loss that gives one number per pair, in (0, 2), shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example A policy that has not moved pays 1
 * ```ts
 * import { apoDown, logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * deepEqual(await apoDown()(same, same).data(), new Float32Array([1]));
 * ```
 */
export function apoDown({ beta = 0.1 }: ApoOptions = {}): PreferenceLoss {
  requireBeta("APO-down", beta);
  return makeLoss({ beta }, (policy, reference) => {
    const { chosen } = implicitRewards(beta)(policy, reference);
    const lost = tf.sigmoid(tf.mul(margin(policy, reference), -beta)); // 1 − σ(β h)
    return tf.add(tf.sigmoid(chosen), lost);
  });
}
