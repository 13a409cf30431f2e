import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, negLogSigmoid } from "./margin.ts";
import { requireBeta, requireNotNegative } from "./require_options.ts";

/** Options for {@linkcode rdpo}. */
export interface RdpoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Weight α of the lengths, a token of difference. @default {0.05} */
  readonly alpha?: number;
}

/**
 * Length-regularised DPO: −log σ(β h + α (|y_w| − |y_l|)), from {@link https://arxiv.org/abs/2403.19159 | Park et al.}: where
 * the chosen answer is the longer one, length accounts for a part of the preference and the margin is asked for less. With
 * α = 0 it is DPO.
 *
 * @param options Inverse temperature, and the weight of the lengths.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `alpha` negative.
 *
 * @example A chosen answer that is longer has an easier time
 * ```ts
 * import { logps, rdpo } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-9], rejected: [-5], chosenLengths: [3], rejectedLengths: [1] });
 * const [loss] = await rdpo({ alpha: 0.5 })(same, same).data();
 * ok(Math.abs(loss! - Math.log(1 + Math.exp(-1))) < 1e-6);
 * ```
 */
export function rdpo({ beta = 0.1, alpha = 0.05 }: RdpoOptions = {}): PreferenceLoss {
  requireBeta("R-DPO", beta);
  requireNotNegative("R-DPO", { alpha });
  return makeLoss({ beta }, (policy, reference) => {
    const longer = tf.sub(policy.chosenLengths, policy.rejectedLengths);
    const z = tf.mul(margin(policy, reference), beta);
    return negLogSigmoid(tf.add(z, tf.mul(longer, alpha)));
  });
}
