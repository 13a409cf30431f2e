/** What the two modules minimise. */
import {
  type PairFacts,
  type PairLogps,
  type PreferenceLoss,
  tf,
  type Vector,
} from "../base/mod.ts";
import { requireBeta } from "../losses/mod.ts";
import { detached } from "./detached.ts";
import { chaseOf } from "./gap.ts";
import { rewardLead } from "./reward_lead.ts";

/** Options for {@linkcode chaseLosses}. */
export interface ChaseOptions {
  /** Weight α of the chase. @default {0.1} */
  readonly alpha?: number;
  /** Inverse temperature β of the chase. @default {the base loss's} */
  readonly beta?: number;
  /**
   * In L_S, β(h_F − h_S) is clamped from below here, with zero gradient beyond: otherwise L_S is unbounded below for any
   * α > 0. `-Infinity` is the paper's raw form. @default {-10}
   */
  readonly bound?: number;
}

/** Losses of the two modules, each in nats, `[pairs]`. */
export interface ChaseLosses {
  /** L_F, Eq. 3. */
  readonly fast: Vector;
  /** L_S, Eq. 4. */
  readonly slow: Vector;
}

/**
 * The losses of the module in role F and of the one in role S, for any base loss:
 * L_F = L(F) + α L_FS (Eq. 3) and L_S = L(S) − α L_FS (Eq. 4 of {@link https://arxiv.org/abs/2406.05534 | Qi et al.});
 * in each, the other module is detached. L_FS = −log σ of F's lead in reward margins, as the base loss has its rewards: for
 * DPO and its kin Eq. 6, {@linkcode gap}.
 *
 * @param base The base loss L; DPO in the paper.
 * @throws {RangeError} If `alpha` is negative, `beta` not positive, or `bound` not negative.
 *
 * @example With α = 0 both modules follow the base loss
 * ```ts
 * import { dpo, logps } from "@fastslow/fastslow";
 * import { chaseLosses } from "@fastslow/fastslow/chase";
 * import { deepEqual } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-3], rejected: [-5] });
 * const { fast } = chaseLosses(dpo(), { alpha: 0 })(policy, policy, policy);
 * deepEqual(await fast.data(), await dpo()(policy, policy).data());
 * ```
 */
export function chaseLosses(
  base: PreferenceLoss,
  { alpha = 0.1, beta = base.beta, bound = -10 }: ChaseOptions = {},
): (F: PairLogps, S: PairLogps, reference: PairLogps, facts?: PairFacts) => ChaseLosses {
  requireOptions(alpha, bound);
  requireBeta("the chase", beta);
  const chase = (F: PairLogps, S: PairLogps, reference: PairLogps, bound: number) => {
    const lead = tf.mul<Vector>(rewardLead(base, F, S, reference), beta / base.beta);
    return tf.mul<Vector>(chaseOf(lead, bound), alpha);
  };
  return (F, S, reference, facts) =>
    tf.tidy(() => ({
      fast: tf.add<Vector>(base(F, reference, facts), chase(F, detached(S), reference, -Infinity)),
      slow: tf.sub<Vector>(base(S, reference, facts), chase(detached(F), S, reference, bound)),
    }));
}

function requireOptions(alpha: number, bound: number) {
  if (!(alpha >= 0 && Number.isFinite(alpha))) {
    throw new RangeError(`Cannot chase as alpha must be ≥ 0: current value is ${alpha}`);
  }
  if (!(bound < 0)) {
    throw new RangeError(`Cannot chase as bound must be < 0: current value is ${bound}`);
  }
}
