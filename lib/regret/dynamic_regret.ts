import { perRound, requireLosses, runningDifference } from "./stream_losses.ts";

/** What {@linkcode dynamicRegret} measures. */
export interface DynamicRegret {
  /** Σ f_t(θ_t) − f_t(u_t), in nats. */
  readonly total: number;
  /** The sum up to round t, `[rounds]`. */
  readonly curve: readonly number[];
  /** The sum up to round t, divided by t, `[rounds]`. */
  readonly average: readonly number[];
}

/**
 * Dynamic regret Σ f_t(θ_t) − f_t(u_t) against a comparator that moves, u_1 … u_T
 * (Zinkevich, ICML 2003). It says little without the {@linkcode pathLength} of the comparator: one that moves freely
 * can follow every round.
 *
 * @param played f_t(θ_t) of the module that was played, in nats, `[rounds]`.
 * @param moving f_t(u_t) of the comparator of each round, in nats, `[rounds]`.
 * @throws {RangeError} If there is no round, or if a loss is missing or not finite; names the round.
 *
 * @example
 * ```ts
 * import { dynamicRegret, pathLength } from "@fastslow/fastslow/regret";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * deepEqual(dynamicRegret([4, 2, 1], [1, 1, 1]).curve, [3, 4, 4]);
 * equal(pathLength([[0, 0], [3, 4], [3, 4]]), 5);
 * ```
 */
export function dynamicRegret(
  played: ArrayLike<number>,
  moving: ArrayLike<number>,
): DynamicRegret {
  const rounds = played.length;
  if (rounds === 0) {
    throw new RangeError("Cannot measure regret as there must be a round: current count is 0");
  }
  requireLosses("the played module", played, rounds);
  requireLosses("the moving comparator", moving, rounds);
  const curve = runningDifference(played, moving);
  return { total: curve.at(-1)!, curve, average: perRound(curve) };
}
