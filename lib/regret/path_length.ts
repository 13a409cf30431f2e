/**
 * Path length Σ ‖u_t − u_{t−1}‖ of a comparator that moves, in the Euclidean norm; 0 for one that stays.
 *
 * @param points u_1 … u_T, each of the same dimension.
 * @throws {RangeError} If a point has another dimension than the first, or a coordinate that is not finite.
 *
 * @example
 * ```ts
 * import { pathLength } from "@fastslow/fastslow/regret";
 * import { equal } from "node:assert/strict";
 *
 * equal(pathLength([[0, 0], [3, 4], [3, 5]]), 6);
 * ```
 */
export function pathLength(points: readonly ArrayLike<number>[]): number {
  points.forEach((point, t) => requirePoint(point, points[0]!.length, t + 1));
  return points.slice(1).reduce((sum, point, t) => sum + distance(point, points[t]!), 0);
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.sqrt(Array.from(a).reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0));
}

function requirePoint(point: ArrayLike<number>, dimension: number, round: number): void {
  if (point.length !== dimension) {
    throw new RangeError(
      `Cannot measure a path as the point of round ${round} must have ${dimension} coordinates: current count is ${point.length}`,
    );
  }
  const bad = Array.from(point).find((x) => !Number.isFinite(x));
  if (bad !== undefined) {
    throw new RangeError(
      `Cannot measure a path as the point of round ${round} must be finite: current value is ${bad}`,
    );
  }
}
