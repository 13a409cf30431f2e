import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { requireBeta } from "./require_options.ts";
import { implicitRewards } from "./rewards.ts";

/** Options for {@linkcode apoZero} and {@linkcode apoDown}. */
export interface ApoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
}

/**
 * Anchored preference optimisation, APO-zero: (1 − σ(r_w)) + σ(r_l) with r = β (log π − log ref), Eq. 7 of
 * {@link https://arxiv.org/abs/2408.06266 | D'Oosterlinck et al.}: chosen answers are raised and rejected ones lowered, for
 * data that is better than the model's own answers.
 *
 * @param options Inverse temperature.
 * @returns A loss that gives one number per pair, in (0, 2), shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example A policy that has not moved pays 1
 * ```ts
 * import { apoZero, logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * deepEqual(await apoZero()(same, same).data(), new Float32Array([1]));
 * ```
 */
export function apoZero({ beta = 0.1 }: ApoOptions = {}): PreferenceLoss {
  requireBeta("APO-zero", beta);
  return makeLoss({ beta }, (policy, reference) => {
    const { chosen, rejected } = implicitRewards(beta)(policy, reference);
    return tf.add(tf.sigmoid(tf.neg(chosen)), tf.sigmoid(rejected));
  });
}
