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
import { dpo, rewardMetrics } from "../losses/mod.ts";
import { chaseLosses, type ChaseOptions } from "./chase_losses.ts";
import { assignRoles, initRoles, nextRoles, type Roles } from "./roles.ts";

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
 * does: mean |∂L/∂h| of both beside the line αβ/2 that it keeps where h_F = h_S.
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
    needsReference: true,
    meanOver: "pairs",
    coupled: base.coupled ?? false,
    init: initRoles,
    loss([fast, slow], reference, state) {
      const { F, S } = assignRoles(fast!, slow!, (state as Roles).role);
      const losses = chase(F, S, reference);
      return tf.add(tf.mean(losses.fast), tf.mean(losses.slow));
    },
    observe([fast, slow], reference, state) {
      const roles = state as Roles;
      const { F, S } = assignRoles(fast!, slow!, roles.role);
      const losses = tf.stack([tf.mean(base(fast!, reference)), tf.mean(base(slow!, reference))]);
      const next = nextRoles(roles, losses as Vector, every);
      return {
        metrics: {
          ...rewardMetrics(F, reference, base.beta),
          ...prefixed("S/", rewardMetrics(S, reference, base.beta)),
          "chase/base_F": tf.mean(base(F, reference)),
          "chase/base_S": tf.mean(base(S, reference)),
          "chase/gap": tf.mean(tf.mul(lead(F, S), beta)),
          ...slopes(chase, F, S, reference),
          "chase/floor": tf.scalar(alpha * beta / 2),
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

/** Mean |∂L_F/∂h_F| and |∂L_S/∂h_S|, by way of log π(y_w), on which h depends with slope 1. */
function slopes(
  chase: ReturnType<typeof chaseLosses>,
  F: PairLogps,
  S: PairLogps,
  reference: PairLogps,
): Tensors {
  const total = (chosenF: Vector, chosenS: Vector) => {
    const { fast, slow } = chase({ ...F, chosen: chosenF }, { ...S, chosen: chosenS }, reference);
    return tf.add(tf.sum(fast), tf.sum(slow));
  };
  const [dF, dS] = tf.grads((f, s) => total(f as Vector, s as Vector))([F.chosen, S.chosen]);
  return { "chase/slope_F": tf.mean(tf.abs(dF!)), "chase/slope_S": tf.mean(tf.abs(dS!)) };
}

/** h_F − h_S, `[pairs]`; the reference cancels. */
function lead(F: PairLogps, S: PairLogps): Vector {
  return tf.sub(tf.sub(F.chosen, F.rejected), tf.sub(S.chosen, S.rejected));
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
