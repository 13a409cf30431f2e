import type { Learner, MakeStep } from "./learner.ts";
import type { LogLinear } from "./log_linear.ts";
import { logistic, sigmoid, weightedMean } from "./logistic.ts";
import { requireCount, requireNotNegative } from "./requirements.ts";

/** Options for {@linkcode chaseLearner}. */
export interface ChaseLearnerOptions {
  /** How the fast-rate module moves. */
  readonly fast: MakeStep;
  /** How the slow-rate module moves. */
  readonly slow: MakeStep;
  /** Weight α of the chase. @default {0.1} */
  readonly alpha?: number;
  /** Rounds k of a window, at whose end roles may swap; `Infinity` keeps them. @default {10} */
  readonly every?: number;
  /** β(h_F − h_S) is clamped from below here in L_S; `-Infinity` is the paper's raw form. @default {-10} */
  readonly bound?: number;
}

/** The two modules at work. */
export interface Chase extends Learner {
  /** Points of the modules in roles F and S, and who plays F: 0 the fast-rate module, 1 the slow-rate one. */
  modules(): { readonly F: Float64Array; readonly S: Float64Array; readonly role: 0 | 1 };
}

/**
 * OFS-DPO on a log-linear policy, Algorithm 1 of {@link https://arxiv.org/abs/2406.05534 | Qi et al.}: both modules learn
 * from every round, L_F = L(F) + α L_FS (Eq. 3) and L_S = L(S) − α L_FS (Eq. 4), the other one detached; every k rounds the
 * one whose base loss was lower over the window takes role F, which is what is played. Rates stay with the modules; a tie
 * goes to the fast-rate one. Both start at the reference.
 *
 * @throws {RangeError} If `alpha` is negative, `every` not a whole number ≥ 1 (nor `Infinity`), or `bound` not negative.
 *
 * @example With α = 0 and no swap it is DPO
 * ```ts
 * import { atRate, chaseLearner, descent, logLinear } from "@fastslow/fastslow/regret";
 * import { deepEqual } from "node:assert/strict";
 *
 * const [policy, fast] = [logLinear(2, { beta: 0.5 }), atRate(() => 0.2)];
 * const chase = chaseLearner(policy, { fast, slow: atRate(() => 0.02), alpha: 0, every: Infinity });
 * const dpo = descent(policy, { step: fast });
 * for (const learner of [chase, dpo]) learner.update([1, -1]);
 * deepEqual(chase.play(), dpo.play());
 * ```
 */
export function chaseLearner(
  policy: LogLinear,
  { fast, slow, alpha = 0.1, every = 10, bound = -10 }: ChaseLearnerOptions,
): Chase {
  requireChase(alpha, every, bound);
  const { dimension, beta } = policy;
  const moves = [fast(dimension), slow(dimension)] as const;
  const points: [Float64Array, Float64Array] = [zeros(dimension), zeros(dimension)];
  let role: 0 | 1 = 0;
  let [paid, seen] = [[0, 0] as [number, number], 0];

  function update(differences: ArrayLike<number>): void {
    const hF = policy.margins(points[role], differences);
    const hS = policy.margins(points[1 - role]!, differences);
    paid[role] += meanLoss(hF, beta);
    paid[1 - role]! += meanLoss(hS, beta);
    const slopes = chaseSlopes(hF, hS, { beta, alpha, bound });
    for (const m of [0, 1] as const) {
      const gradient = weightedMean(differences, m === role ? slopes.F : slopes.S, dimension);
      points[m] = moves[m](points[m], gradient);
    }
    if (++seen < every) return;
    role = paid[1] < paid[0] ? 1 : 0;
    [paid, seen] = [[0, 0], 0];
  }

  return {
    play: () => points[role],
    update,
    modules: () => ({ F: points[role], S: points[1 - role]!, role }),
  };
}

/**
 * ∂L_F/∂h_F and ∂L_S/∂h_S of each pair, `[pairs]`: −β σ(−βh) of the base loss, −αβ σ(−β(h_F − h_S)) of the chase, which in L_S
 * is 0 below the bound.
 *
 * @param hF Margins of F, `[pairs]`.
 * @param hS Margins of S, `[pairs]`.
 */
export function chaseSlopes(
  hF: Float64Array,
  hS: Float64Array,
  { beta, alpha, bound }: {
    readonly beta: number;
    readonly alpha: number;
    readonly bound: number;
  },
): { readonly F: Float64Array; readonly S: Float64Array } {
  const pull = (h: number) => -beta * sigmoid(-beta * h);
  const [F, S] = [new Float64Array(hF.length), new Float64Array(hF.length)];
  for (let i = 0; i < hF.length; i++) {
    const lead = hF[i]! - hS[i]!;
    const chase = alpha * pull(lead);
    F[i] = pull(hF[i]!) + chase;
    S[i] = pull(hS[i]!) + (beta * lead < bound ? 0 : chase);
  }
  return { F, S };
}

function meanLoss(h: Float64Array, beta: number): number {
  let sum = 0;
  for (let i = 0; i < h.length; i++) sum += logistic(beta * h[i]!);
  return sum / h.length;
}

function zeros(dimension: number): Float64Array {
  return new Float64Array(dimension);
}

function requireChase(alpha: number, every: number, bound: number): void {
  requireNotNegative("alpha", alpha);
  if (every !== Infinity) requireCount("every", every);
  if (bound < 0) return;
  throw new RangeError(`Cannot chase as bound must be < 0: current value is ${bound}`);
}
