import type { RoundRate } from "./learner.ts";
import { pathLength } from "./path_length.ts";
import { requireLength, requirePositive } from "./requirements.ts";
import { dot, plusTimes } from "./vectors.ts";

/** A run of projected gradient descent, as bounds see it. */
export interface DescentRun {
  /** θ_1, `[dimension]`. */
  readonly start: ArrayLike<number>;
  /** ‖g_t‖², as `playStream` gives it, `[rounds]`. */
  readonly squares: ArrayLike<number>;
}

/**
 * ‖θ_1 − u‖²/(2η) + (η/2) Σ ‖g_t‖² ≥ Σ f_t(θ_t) − f_t(u): gradient descent at a fixed rate η, against any fixed u in the set,
 * for convex losses (Zinkevich, ICML 2003). No bound of this room is closer.
 *
 * @param comparator u, `[dimension]`.
 * @param rate η.
 * @throws {RangeError} If the dimensions differ, or the rate is not positive.
 *
 * @example
 * ```ts
 * import { fixedRateBound } from "@fastslow/fastslow/regret";
 * import { equal } from "node:assert/strict";
 *
 * equal(fixedRateBound({ start: [0, 0], squares: [1, 3] }, [3, 4], 0.5), 25 + 1);
 * ```
 */
export function fixedRateBound(
  { start, squares }: DescentRun,
  comparator: ArrayLike<number>,
  rate: number,
): number {
  return movingBound({ start, squares }, [comparator], { rate: () => rate, diameter: 0 });
}

/** Options for {@linkcode movingBound}. */
export interface MovingBoundOptions {
  /** η_t by round, counted from 1; never growing. */
  readonly rate: RoundRate;
  /** D: largest distance of two points in the set. */
  readonly diameter: number;
}

/**
 * Bound of the dynamic regret Σ f_t(θ_t) − f_t(u_t) of projected gradient descent, for convex losses:
 * ‖θ_1 − u_1‖²/(2η_1) + (D²/2)(1/η_T − 1/η_1) + (D/η_T) · P_T + ½ Σ η_t ‖g_t‖², with the path length P_T = Σ ‖u_t − u_{t−1}‖. After
 * Zinkevich (ICML 2003, Theorem 2), who has it for fixed η.
 *
 * @param comparators u_1 … u_T, or a single one that stays, each `[dimension]`.
 * @throws {RangeError} If dimensions differ, there is no round, the comparators are neither one nor as many as rounds, or a
 * rate is not positive or grows.
 *
 * @example
 * ```ts
 * import { movingBound } from "@fastslow/fastslow/regret";
 * import { equal } from "node:assert/strict";
 *
 * const run = { start: [0], squares: [1, 3] };
 * equal(movingBound(run, [[3], [5]], { rate: () => 0.5, diameter: 10 }), 9 + 40 + 1);
 * ```
 */
export function movingBound(
  { start, squares }: DescentRun,
  comparators: readonly ArrayLike<number>[],
  { rate, diameter }: MovingBoundOptions,
): number {
  requireLength("comparator", comparators[0] ?? [], start.length);
  requireComparators(comparators.length, squares.length);
  const rates = Array.from(squares, (_, t) => rate(t + 1));
  requireRates(rates);
  const [first, last] = [rates[0]!, rates.at(-1)!];
  const away = plusTimes(start, -1, comparators[0]!);
  const paid = rates.reduce((sum, eta, t) => sum + eta * squares[t]!, 0);
  const shrinking = (diameter ** 2 / 2) * (1 / last - 1 / first);
  return dot(away, away) / (2 * first) + shrinking +
    (diameter / last) * pathLength(comparators) + paid / 2;
}

function requireComparators(count: number, rounds: number): void {
  if (rounds === 0) {
    throw new RangeError("Cannot bound regret as there must be a round: current count is 0");
  }
  if (count === 1 || count === rounds) return;
  throw new RangeError(
    `Cannot bound regret as comparators must have 1 or ${rounds} points: current count is ${count}`,
  );
}

/** The bound is none where a rate grows. */
function requireRates(rates: readonly number[]): void {
  for (const eta of rates) requirePositive("rate", eta);
  const at = rates.findIndex((eta, t) => eta > (rates[t - 1] ?? Infinity));
  if (at === -1) return;
  throw new RangeError(
    `Cannot bound regret as the rate must not grow: it is ${rates[at - 1]} in round ${at} and ${
      rates[at]
    } in round ${at + 1}`,
  );
}
