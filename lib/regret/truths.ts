/** Points that preferences follow: fixed, drifting, changing. */
import { type Key, normal } from "../base/mod.ts";
import type { Truth } from "./preference_stream.ts";
import { requireCount, requirePositive } from "./requirements.ts";
import { norm, plusTimes, scaled } from "./vectors.ts";

/** A random point of a length, every direction alike, `[dimension]`. */
export function randomPoint(key: Key, dimension: number, length: number): Float64Array {
  requireCount("dimension", dimension);
  requirePositive("length", length);
  const draw = normal(key, dimension);
  return scaled(draw, length / norm(draw));
}

/** The same point in every round. */
export function steady(point: ArrayLike<number>): Truth {
  return () => point;
}

/**
 * A point that goes evenly along the straight line from one point to another, and stays there.
 *
 * @param rounds Rounds until it has arrived.
 */
export function drifting(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  rounds: number,
): Truth {
  requireCount("rounds", rounds);
  const way = plusTimes(to, -1, from);
  return (round) => plusTimes(from, Math.min(1, (round - 1) / Math.max(1, rounds - 1)), way);
}

/** One point before a round, another from it on. */
export function changing(
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  at: number,
): Truth {
  requireCount("round of the change", at);
  return (round) => round < at ? before : after;
}
