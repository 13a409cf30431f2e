import { type PreferenceLoss, tf, type Vector } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, negLogSigmoid } from "./margin.ts";
import { requireBeta, requireNoise } from "./require_options.ts";

/** Options for {@linkcode robustDpo}. */
export interface RobustDpoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Share ε of labels that are believed to be flipped, 0 ≤ ε < ½. @default {0.1} */
  readonly epsilon?: number;
}

/**
 * Robust DPO: [−(1 − ε) log σ(β h) + ε log σ(−β h)] / (1 − 2ε), an unbiased estimate of DPO's loss on clean labels from
 * flipped ones ({@link https://arxiv.org/abs/2403.00409 | Ray Chowdhury et al.}). Unbounded below for ε > 0.
 *
 * @param options Inverse temperature and label noise.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `epsilon` not in [0, ½).
 *
 * @example A policy that has not moved pays log 2, whatever the noise
 * ```ts
 * import { logps, robustDpo } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * const [loss] = await robustDpo({ epsilon: 0.25 })(same, same).data();
 * ok(Math.abs(loss! - Math.LN2) < 1e-6);
 * ```
 */
export function robustDpo(
  { beta = 0.1, epsilon = 0.1 }: RobustDpoOptions = {},
): PreferenceLoss {
  requireBeta("robust DPO", beta);
  requireNoise("robust DPO", { epsilon });
  const [clean, flipped] = [(1 - epsilon) / (1 - 2 * epsilon), epsilon / (1 - 2 * epsilon)];
  return makeLoss({ beta }, (policy, reference) => {
    const z = tf.mul<Vector>(margin(policy, reference), beta);
    return tf.sub(
      tf.mul(negLogSigmoid(z), clean),
      tf.mul(negLogSigmoid(tf.neg(z)), flipped),
    );
  });
}
