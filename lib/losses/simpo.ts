import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { negLogSigmoid } from "./margin.ts";
import { perToken } from "./per_token.ts";
import { requireBeta, requireFinite } from "./require_options.ts";
import { plainRewards } from "./rewards.ts";

/** Options for {@linkcode simpo}. */
export interface SimpoOptions {
  /** Scale β of the rewards, which are averaged over tokens and therefore small. @default {2} */
  readonly beta?: number;
  /** Margin γ that the rewards are asked for; its authors take γ/β from .1 to .8. @default {1} */
  readonly gamma?: number;
}

/**
 * Simple preference optimisation: −log σ(β (log π(y_w)/|y_w| − log π(y_l)/|y_l|) − γ), Eq. 6 of
 * {@link https://arxiv.org/abs/2405.14734 | Meng et al.} No reference. Its rewards are β log π(y)/|y|.
 *
 * TRL 1.16's `CPOTrainer` with `loss_type="simpo"` is the same with `cpo_alpha=0`.
 *
 * @param options Scale and margin of the rewards.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive or `gamma` not finite.
 *
 * @example The longer answer is not worse for its length
 * ```ts
 * import { logps, simpo } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-6], rejected: [-3], chosenLengths: [2], rejectedLengths: [1] });
 * const [loss] = await simpo({ gamma: 0 })(policy, policy).data();
 * ok(Math.abs(loss! - Math.LN2) < 1e-6);
 * ```
 */
export function simpo({ beta = 2, gamma = 1 }: SimpoOptions = {}): PreferenceLoss {
  requireBeta("SimPO", beta);
  requireFinite("SimPO", { gamma });
  const rewards = plainRewards(beta);
  return makeLoss(
    {
      beta,
      needsReference: false,
      rewards: (policy, reference) => rewards(perToken(policy), reference),
    },
    (policy) => {
      const { chosen, rejected } = perToken(policy);
      return negLogSigmoid(tf.sub(tf.mul(tf.sub(chosen, rejected), beta), gamma));
    },
  );
}
