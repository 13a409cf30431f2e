import { type PreferenceLoss, tf, type Vector } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { negLogSigmoid } from "./margin.ts";
import { nll } from "./nll.ts";
import { perToken } from "./per_token.ts";
import { requirePositive } from "./require_options.ts";
import { plainRewards } from "./rewards.ts";
import { sum } from "./sum.ts";

/** Options for {@linkcode orpo}. */
export interface OrpoOptions {
  /** Weight λ of the odds ratio. @default {0.1} */
  readonly lambda?: number;
}

/** Largest mean log-probability: the odds of an answer of probability 1 would be infinite. */
const CERTAIN = -1e-6;

/**
 * Odds ratio preference optimisation: −log π(y_w)/|y_w| − λ log σ(log odds(y_w) − log odds(y_l)), Eq. 4 and 7 of
 * {@link https://arxiv.org/abs/2403.07691 | Hong et al.}, where the odds p/(1 − p) are those of p = π(y)^(1/|y|). No
 * reference. Its rewards are λ log π(y)/|y|; a mean log-probability enters the odds as at most −1e-6.
 *
 * TRL 1.16's `ORPOTrainer` takes the first term over prompt and answer, averaged over the tokens of a batch; the second is
 * the same.
 *
 * @param options Weight of the odds ratio.
 * @returns A loss that gives one number per pair, shape `[pairs]`.
 * @throws {RangeError} If `lambda` is not positive.
 *
 * @example Two equally probable answers
 * ```ts
 * import { logps, orpo } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-3], rejected: [-3] });
 * const [loss] = await orpo({ lambda: 0.5 })(policy, policy).data();
 * ok(Math.abs(loss! - (3 + 0.5 * Math.LN2)) < 1e-6);
 * ```
 */
export function orpo({ lambda = 0.1 }: OrpoOptions = {}): PreferenceLoss {
  requirePositive("ORPO", { lambda });
  const rewards = plainRewards(lambda);
  const odds = makeLoss(
    {
      beta: lambda,
      needsReference: false,
      rewards: (policy, reference) => rewards(perToken(policy), reference),
    },
    (policy) => {
      const { chosen, rejected } = perToken(policy);
      return tf.mul(negLogSigmoid(tf.sub(logOdds(chosen), logOdds(rejected))), lambda);
    },
  );
  return sum([odds, nll()]);
}

/** log p − log(1 − p) of p = exp(logp). */
function logOdds(logp: Vector): Vector {
  const p = tf.minimum(logp, CERTAIN) as Vector;
  return tf.sub(p, tf.log(tf.neg(tf.expm1(p))));
}
