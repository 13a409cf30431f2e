import { type Matrix, type PreferenceLoss, stopGradient, tf, type Vector } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { logRatios } from "./margin.ts";
import { byNegative } from "./negatives.ts";
import { requireBeta } from "./require_options.ts";

/** Options for {@linkcode sdpo}. */
export interface SdpoOptions {
  /** Inverse temperature β. @default {1} */
  readonly beta?: number;
}

/**
 * Softmax DPO: −log σ(−log Σ_k exp(β (r(y_l,k) − r(y_w)))) with r(y) = log π(y) − log ref(y), over all K rejected answers at
 * once ({@link https://arxiv.org/abs/2406.09215 | Chen et al.}): cross-entropy of the chosen answer among K + 1. With one
 * rejected answer it is DPO. The sum of exponentials is taken relative to its largest, so that it does not overflow.
 *
 * @param options Inverse temperature; its authors take 1, where DPO takes .1.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example A policy that has not moved finds the chosen one of four by chance
 * ```ts
 * import { logps, sdpo } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const same = logps({ chosen: [-3], rejected: [-5, -6, -7] });
 * const [loss] = await sdpo()(same, same).data();
 * ok(Math.abs(loss! - Math.log(4)) < 1e-6);
 * ```
 */
export function sdpo({ beta = 1 }: SdpoOptions = {}): PreferenceLoss {
  requireBeta("S-DPO", beta);
  return makeLoss({ beta, listwise: true }, (policy, reference) => {
    const { chosen, rejected } = logRatios(policy, reference);
    const leads = tf.sub(byNegative(rejected, chosen.size), chosen); // [K, pairs]
    return tf.softplus(logSumExp(tf.mul(leads, beta)));
  });
}

/** log Σ exp over the first axis, with gradient softmax. */
function logSumExp(x: Matrix): Vector {
  const most = stopGradient(tf.max(x, 0));
  return tf.add(most, tf.log(tf.sum(tf.exp(tf.sub(x, most)), 0)));
}
