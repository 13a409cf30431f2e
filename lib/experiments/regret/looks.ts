/** What is measured of a learner at a moment. */
import { mean } from "../../evaluate/mod.ts";
import { type Chase, chaseSlopes, type Learner, type LogLinear } from "../../regret/mod.ts";
import { lengthOf } from "./measured.ts";
import type { Look } from "./watched_part.ts";

/** Mean |∂L/∂h| of both roles, with the line αβ/2, and how far the last update went. */
export function slopes(policy: LogLinear, alpha: number): Look {
  const { beta } = policy;
  return (learner, fresh, move) => {
    const { F, S } = modulesOf(learner);
    const [hF, hS] = [policy.margins(F, fresh), policy.margins(S ?? F, fresh)];
    const found = chaseSlopes(hF, hS, { beta, alpha, bound: -10 });
    return {
      "gradient/slope_F": mean(found.F.map(Math.abs)),
      ...(S ? { "gradient/slope_S": mean(found.S.map(Math.abs)) } : {}),
      ...(S ? { "gradient/floor": alpha * beta / 2 } : {}),
      "gradient/move": move,
    };
  };
}

/** Mean βh of both roles, and who plays F. */
export function phase(policy: LogLinear): Look {
  const margin = (theta: Float64Array, fresh: Float64Array) =>
    policy.beta * mean(policy.margins(theta, fresh));
  return (learner, fresh) => {
    const { F, S, role } = modulesOf(learner);
    return {
      "phase/margin_F": margin(F, fresh),
      "phase/margin_S": margin(S ?? F, fresh),
      "phase/role": role,
    };
  };
}

/** Lengths of both modules, the loss of what is played, and L_S as S minimises it. */
export function chaseLengths(
  policy: LogLinear,
  alpha: number,
  { bound = -10 }: { readonly bound?: number } = {},
): Look {
  return (learner, fresh) => {
    const { F, S } = modulesOf(learner);
    return {
      "raw/norm_F": lengthOf(F),
      "raw/loss_F": policy.loss(F, fresh),
      ...(S
        ? { "raw/norm_S": lengthOf(S), "raw/L_S": slowLoss(policy, F, S, { fresh, alpha, bound }) }
        : {}),
    };
  };
}

/** L_S = L(S) − α L_FS (Eq. 4), β(h_F − h_S) clamped from below. */
function slowLoss(
  policy: LogLinear,
  F: Float64Array,
  S: Float64Array,
  { fresh, alpha, bound }: {
    readonly fresh: Float64Array;
    readonly alpha: number;
    readonly bound: number;
  },
): number {
  const hS = policy.margins(S, fresh);
  const gaps = policy.margins(F, fresh).map((h, i) => Math.max(bound, policy.beta * (h - hS[i]!)));
  const chase = mean(gaps.map((z) => Math.max(0, -z) + Math.log1p(Math.exp(-Math.abs(z)))));
  return policy.loss(S, fresh) - alpha * chase;
}

/** The modules of a chase; a single learner is its own F. */
function modulesOf(learner: Learner | Chase): {
  readonly F: Float64Array;
  readonly S?: Float64Array;
  readonly role: number;
} {
  return "modules" in learner ? learner.modules() : { F: learner.play(), role: 0 };
}
