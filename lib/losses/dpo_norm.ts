import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { margin, negLogSigmoid } from "./margin.ts";
import { perToken } from "./per_token.ts";
import { requireBeta } from "./require_options.ts";
import { implicitRewards } from "./rewards.ts";

/** Options for {@linkcode dpoNorm}. */
export interface DpoNormOptions {
  /** Inverse temperature β of rewards that are averaged over tokens; 5 is the authors'. @default {5} */
  readonly beta?: number;
}

/**
 * Length-normalised DPO: −log σ(β (r_w/|y_w| − r_l/|y_l|)) with r = log π − log ref, the `sigmoid_norm` of TRL 1.16, from
 * {@link https://arxiv.org/abs/2411.15124 | Lambert et al.} Its rewards are β r/|y|, where TRL reports β r.
 *
 * @param options Inverse temperature; since rewards are averaged, larger than DPO's.
 * @returns A loss that gives one number per pair, in nats, shape `[pairs]`.
 * @throws {RangeError} If `beta` is not positive.
 *
 * @example Answers of one token: DPO
 * ```ts
 * import { dpo, dpoNorm, logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-3], rejected: [-5] });
 * const reference = logps({ chosen: [-4], rejected: [-4] });
 * deepEqual(
 *   await dpoNorm({ beta: 0.1 })(policy, reference).data(),
 *   await dpo({ beta: 0.1 })(policy, reference).data(),
 * );
 * ```
 */
export function dpoNorm({ beta = 5 }: DpoNormOptions = {}): PreferenceLoss {
  requireBeta("length-normalised DPO", beta);
  const rewards = implicitRewards(beta);
  return makeLoss(
    {
      beta,
      rewards: (policy, reference) => rewards(perToken(policy), perToken(reference)),
    },
    (policy, reference) =>
      negLogSigmoid(tf.mul(margin(perToken(policy), perToken(reference)), beta)),
  );
}
