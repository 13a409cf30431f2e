import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, negLogSigmoid } from "./margin.ts";
import { logGap, type Offset } from "./offsets.ts";
import { scoresOf } from "./needs.ts";
import { requireBeta, requireNotNegative } from "./require_options.ts";

/** Options for {@linkcode odpo}. */
export interface OdpoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Weight α of the offset. @default {1} */
  readonly alpha?: number;
  /** The offset, from the scores of both answers: `logGap`, `scoreGap`, `scoreRatio` or your own. @default {logGap} */
  readonly offset?: Offset;
}

/**
 * DPO with an offset: −log σ(β h − α·f(s_w, s_l)), where s are judged scores: the better the chosen answer is judged, the
 * larger a margin it is asked for ({@link https://arxiv.org/abs/2402.10571 | Amini et al.}). With α = 0 it is DPO.
 *
 * That the scores suit the offset cannot be seen in a step: `train` checks what the offset `needs` before the first one.
 *
 * @param options Inverse temperature, and the offset with its weight.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`; it throws a `TypeError` where scores are missing.
 * @throws {RangeError} If `beta` is not positive or `alpha` negative.
 *
 * @example A pair whose scores differ by 1 has no offset, one that differs by e is asked for a margin of α/β more
 * ```ts
 * import { logps, odpo } from "@fastslow/fastslow";
 * import { tf } from "@fastslow/fastslow/base";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3, -3], rejected: [-5, -5] });
 * const scores = { chosen: tf.tensor1d([2, Math.E]), rejected: tf.tensor1d([1, 0]) };
 * const [none, one] = await odpo()(same, same, { scores }).data();
 * ok(Math.abs(none! - Math.LN2) < 1e-6);
 * ok(Math.abs(one! - Math.log(1 + Math.E)) < 1e-6);
 * ```
 */
export function odpo(
  { beta = 0.1, alpha = 1, offset = logGap }: OdpoOptions = {},
): PreferenceLoss {
  requireBeta("ODPO", beta);
  requireNotNegative("ODPO", { alpha });
  return makeLoss({ beta, needsScores: offset.needs ?? {} }, (policy, reference, facts) => {
    const scores = scoresOf("ODPO", facts);
    const asked = tf.mul(offset(scores.chosen, scores.rejected), alpha);
    return negLogSigmoid(tf.sub(tf.mul(margin(policy, reference), beta), asked));
  });
}
