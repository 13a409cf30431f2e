import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { negLogSigmoid } from "./margin.ts";
import { nll } from "./nll.ts";
import { requireBeta, requireNotNegative } from "./require_options.ts";
import { plainRewards } from "./rewards.ts";
import { sum } from "./sum.ts";

/** Options for {@linkcode cpo}. */
export interface CpoOptions {
  /** Inverse temperature β. @default {0.1} */
  readonly beta?: number;
  /** Weight α of the chosen answer's negative log-probability per token. @default {1} */
  readonly alpha?: number;
}

/**
 * Contrastive preference optimisation: −log σ(β (log π(y_w) − log π(y_l))) − α log π(y_w)/|y_w|, from
 * {@link https://arxiv.org/abs/2401.08417 | Xu et al.} No reference. Its rewards are β log π(y).
 *
 * TRL 1.16's `CPOTrainer` averages the second term over the tokens of a batch; see {@linkcode nll}.
 *
 * @param options Inverse temperature, and the weight of the supervised term.
 * @returns A loss that gives one number per pair, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `alpha` negative.
 *
 * @example
 * ```ts
 * import { cpo, logps } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-6], rejected: [-6], chosenLengths: [2] });
 * const [loss] = await cpo()(policy, policy).data();
 * ok(Math.abs(loss! - (Math.LN2 + 3)) < 1e-6);
 * ```
 */
export function cpo({ beta = 0.1, alpha = 1 }: CpoOptions = {}): PreferenceLoss {
  requireBeta("CPO", beta);
  requireNotNegative("CPO", { alpha });
  const contrast = makeLoss(
    { beta, needsReference: false, rewards: plainRewards(beta) },
    ({ chosen, rejected }) => negLogSigmoid(tf.mul(tf.sub(chosen, rejected), beta)),
  );
  return sum([contrast, nll()], [1, alpha]);
}
