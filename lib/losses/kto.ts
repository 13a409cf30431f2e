import { type PairLogps, type PreferenceLoss, stopGradient, tf, type Vector } from "../base/mod.ts";
import { anchorOfOtherHalf, type KtoAnchor, type KtoRatios } from "./kto_anchors.ts";
import { makeLoss } from "./make_loss.ts";
import { logRatios } from "./margin.ts";
import { requireBeta, requireNotNegative } from "./require_options.ts";

/** Options for {@linkcode kto}. */
export interface KtoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Weight λ_D of chosen answers. @default {1} */
  readonly desirable?: number;
  /** Weight λ_U of rejected answers. @default {1} */
  readonly undesirable?: number;
  /** Where the reference point z comes from. @default {anchorOfOtherHalf} */
  readonly anchor?: KtoAnchor;
}

/**
 * Kahneman-Tversky optimisation: the mean over a pair's two answers of λ_D (1 − σ(β (r_w − z))) and
 * λ_U (1 − σ(β (z − r_l))) with r = log π − log ref, Eq. 7 of {@link https://arxiv.org/abs/2402.01306 | Ethayarajh et al.}
 * The reference point z estimates KL(π‖ref) from the batch, is cut off at 0, and is a constant to the gradient; it couples
 * the pairs of a batch.
 *
 * The paper's z is the mean r of mismatched pairs: {@linkcode anchorOfMismatched}, which `train --method kto` takes, needs
 * pairs that carry another's answer (`withMismatched`). A loss that sees a batch's own answers alone has the default here, each
 * half's mean r of the other half, as an older `kto_pair` of TRL's.
 *
 * @param options Inverse temperature, weights, and reference point.
 * @returns A loss that gives one number per pair, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive, or a weight negative.
 *
 * @example A policy that has not moved pays ½
 * ```ts
 * import { kto, logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * deepEqual(await kto()(same, same).data(), new Float32Array([0.5]));
 * ```
 */
export function kto(
  { beta = 0.1, desirable = 1, undesirable = 1, anchor = anchorOfOtherHalf }: KtoOptions = {},
): PreferenceLoss {
  requireBeta("KTO", beta);
  requireNotNegative("KTO", { desirable, undesirable });
  const { needsMismatched = false } = anchor;
  return makeLoss({ beta, coupled: true, needsMismatched }, (policy, reference) => {
    const ratios = logRatios(policy, reference);
    const z = anchor({
      chosen: stopGradient(ratios.chosen),
      rejected: stopGradient(ratios.rejected),
      ...mismatchedOf(policy, reference),
    });
    const won = tf.sub(ratios.chosen, tf.relu(z.chosen));
    const lost = tf.sub(tf.relu(z.rejected), ratios.rejected);
    return tf.add(
      tf.mul(tf.sigmoid(tf.mul(won, -beta)), desirable / 2), // 1 − σ(x) = σ(−x)
      tf.mul(tf.sigmoid(tf.mul(lost, -beta)), undesirable / 2),
    );
  });
}

/** r of other pairs' answers, where they are there; a constant to the gradient. */
function mismatchedOf(policy: PairLogps, reference: PairLogps): Pick<KtoRatios, "mismatched"> {
  if (!policy.mismatched || !reference.mismatched) return {};
  return { mismatched: stopGradient(tf.sub(policy.mismatched, reference.mismatched)) as Vector };
}
