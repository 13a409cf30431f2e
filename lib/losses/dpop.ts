import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { logRatios, negLogSigmoid } from "./margin.ts";
import { requireBeta, requireNotNegative } from "./require_options.ts";

/** Options for {@linkcode dpop}. */
export interface DpopOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Weight λ of the penalty. @default {50} */
  readonly lambda?: number;
}

/**
 * DPO-positive: −log σ(β (h − λ max(0, log ref(y_w) − log π(y_w)))), from
 * {@link https://arxiv.org/abs/2402.13228 | Pal et al.}: a chosen answer that became less probable than under the reference
 * is penalised, the usual cure for chosen log-probabilities that fall. With λ = 0 it is DPO.
 *
 * @param options Inverse temperature, and the weight of the penalty.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `lambda` negative.
 *
 * @example Where both answers have fallen by the same, only the chosen one's fall counts
 * ```ts
 * import { dpop, logps } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-4], rejected: [-6] });
 * const reference = logps({ chosen: [-3], rejected: [-5] });
 * const [loss] = await dpop({ beta: 0.1, lambda: 10 })(policy, reference).data();
 * ok(Math.abs(loss! - Math.log(1 + Math.E)) < 1e-6);
 * ```
 */
export function dpop({ beta = 0.1, lambda = 50 }: DpopOptions = {}): PreferenceLoss {
  requireBeta("DPOP", beta);
  requireNotNegative("DPOP", { lambda });
  return makeLoss({ beta }, (policy, reference) => {
    const { chosen, rejected } = logRatios(policy, reference);
    const fallen = tf.relu(tf.neg(chosen));
    const penalised = tf.sub(tf.sub(chosen, rejected), tf.mul(fallen, lambda));
    return negLogSigmoid(tf.mul(penalised, beta));
  });
}
