import {
  type Objective,
  type PairLogps,
  type PreferenceLoss,
  type Scalar,
  type Tensors,
  type TensorTree,
  tf,
  type Vector,
} from "../base/mod.ts";
import { dpo, needsOf, rewardMetrics } from "../losses/mod.ts";
import { chaseLosses, type ChaseOptions } from "./chase_losses.ts";
import { rewardLead } from "./reward_lead.ts";
import { assignRoles, initRoles, nextRoles, type Roles } from "./roles.ts";
import { slopeOfLead, slopes } from "./slopes.ts";

/** Options for {@linkcode fastSlow}. */
export interface FastSlowOptions extends ChaseOptions {
  /** The base loss. @default {dpo()} */
  readonly base?: PreferenceLoss;
  /** Steps k of a window, after which the roles may swap. @default {10} */
  readonly every?: number;
  /** The slow-rate module's learning rate over the fast-rate module's, in (0, 1]. @default {0.3} */
  readonly slowRatio?: number;
  /** The learning rates of the two modules, given their roles. @default {ratesStay} */
  readonly rates?: Rates;
  /** Name of the method, as on the command line. @default {"ofs-dpo"} */
  readonly name?: string;
}

/** Multipliers of the learning rate of the fast-rate and of the slow-rate module. */
export type Rates = (role: Scalar, slowRatio: number) => readonly [Scalar, Scalar];

/** Rates stay with the modules; only the role, the sign of α, moves. */
export function ratesStay(_role: Scalar, slowRatio: number): readonly [Scalar, Scalar] {
  return [tf.scalar(1), tf.scalar(slowRatio)];
}

/** Rates move with the roles: whoever plays F learns at the full rate. */
export function ratesFollowRoles(role: Scalar, slowRatio: number): readonly [Scalar, Scalar] {
  const drop = tf.mul(role, 1 - slowRatio);
  return [tf.sub(1, drop), tf.add(slowRatio, drop)] as [Scalar, Scalar];
}

/**
 * Online fast-slow preference optimisation (OFS-DPO), Algorithm 1 of
 * {@link https://arxiv.org/abs/2406.05534 | Qi et al.}: two modules of different speed chase each other; every
 * `every` steps the one whose base loss was lower takes role F.
 *
 * Serves the module in role F. Reports under TRL's names for F, under `S/` for S, and under `chase/` what the chase
 * does: mean |∂L/∂h| of both beside the line αβ/2 that it keeps where h_F = h_S. (A loss whose rewards have another slope
 * in log π(y_w) than β, as SimPO's β/|y_w|, has α/2 times that as its line.)
 *
 * @throws {RangeError} If an option is out of its range.
 *
 * @example
 * ```ts
 * import { dpo, fastSlow } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const method = fastSlow({ base: dpo({ beta: 0.1 }), alpha: 0.1, every: 10 });
 * deepEqual(method.modules, ["fast", "slow"]);
 * ```
 */
export function fastSlow(
  {
    base = dpo(),
    alpha = 0.1,
    beta = base.beta,
    bound = -10,
    every = 10,
    slowRatio = 0.3,
    rates = ratesStay,
    name = "ofs-dpo",
  }: FastSlowOptions = {},
): Objective {
  requireOptions(every, slowRatio);
  const chase = chaseLosses(base, { alpha, beta, bound });
  return {
    name,
    modules: ["fast", "slow"],
    answers: 2,
    ...needsOf(base),
    meanOver: "pairs",
    init: initRoles,
    loss([fast, slow], reference, state, facts) {
      const { F, S } = assignRoles(fast!, slow!, (state as Roles).role);
      const losses = chase(F, S, reference, facts);
      return tf.add(tf.mean(losses.fast), tf.mean(losses.slow));
    },
    observe([fast, slow], reference, state, facts) {
      const roles = state as Roles;
      const { F, S } = assignRoles(fast!, slow!, roles.role);
      const mean = (policy: PairLogps) => tf.mean(base(policy, reference, facts));
      const next = nextRoles(roles, tf.stack([mean(fast!), mean(slow!)]) as Vector, every);
      return {
        metrics: {
          ...rewardMetrics(base.rewards(F, reference), F),
          ...prefixed("S/", rewardMetrics(base.rewards(S, reference), S)),
          "chase/base_F": mean(F),
          "chase/base_S": mean(S),
          "chase/gap": tf.mul(tf.mean(rewardLead(base, F, S, reference)), beta / base.beta),
          ...slopes((f, s) => chase(f, s, reference, facts), F, S),
          "chase/floor": tf.mul(slopeOfLead(base, F, S, reference), alpha * beta / base.beta / 2),
          "chase/role": roles.role,
          "chase/swaps": next.swaps,
        },
        state: next,
        speeds: rates(roles.role, slowRatio),
      };
    },
    played: (state: TensorTree) => (state as Roles).role,
  };
}

function prefixed(prefix: string, metrics: Tensors): Tensors {
  return Object.fromEntries(Object.entries(metrics).map(([name, x]) => [prefix + name, x]));
}

function requireOptions(every: number, slowRatio: number) {
  if (!(Number.isInteger(every) && every >= 1)) {
    throw new RangeError(
      `Cannot chase as every must be a whole number ≥ 1: current value is ${every}`,
    );
  }
  if (!(slowRatio > 0 && slowRatio <= 1)) {
    throw new RangeError(
      `Cannot chase as slowRatio must be in (0, 1]: current value is ${slowRatio}`,
    );
  }
}
