/** Where weights may lie. */

/** A convex set of weights, and where a search in it begins. */
export interface Region {
  /** Short name, different for different sets. */
  readonly name: string;
  /** The nearest point of the set. */
  project(weights: readonly number[]): number[];
  /** Where a search of `count` weights begins. */
  starts(count: number): number[][];
  /** A grid of `points` on each axis. */
  grid(count: number, points: number): number[][];
}

/**
 * Weights that are not negative and sum to 1.
 *
 * Projection by sorting ({@link https://doi.org/10.1145/1390156.1390191 | Duchi et al., 2008}).
 *
 * @example
 * ```ts
 * import { simplex } from "@fastslow/fastslow/combine";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(simplex().project([2, 0]), [1, 0]);
 * deepEqual(simplex().grid(2, 3), [[0, 1], [0.5, 0.5], [1, 0]]);
 * ```
 */
export function simplex(): Region {
  return {
    name: "simplex",
    project(weights) {
      const sorted = [...weights].sort((a, b) => b - a);
      let sum = 0;
      let level = 0;
      sorted.forEach((weight, i) => {
        sum += weight;
        const candidate = (sum - 1) / (i + 1);
        if (weight > candidate) level = candidate;
      });
      return weights.map((weight) => Math.max(0, weight - level));
    },
    starts: (count) => [uniform(count, 1 / count), ...vertices(count)],
    grid: (count, points) =>
      shares(count, points - 1).map((steps) => steps.map((s) => s / (points - 1))),
  };
}

/**
 * Each weight between two bounds, apart from the others.
 *
 * @param bounds The least and the largest weight; LoRAHub's by default. @default {[-1.5, 1.5]}
 * @throws {RangeError} If the bounds leave no room.
 *
 * @example
 * ```ts
 * import { box } from "@fastslow/fastslow/combine";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(box().project([2, 0.3]), [1.5, 0.3]);
 * ```
 */
export function box(bounds: readonly [number, number] = [-1.5, 1.5]): Region {
  const [low, high] = bounds;
  if (!(low < high)) {
    throw new RangeError(
      `Cannot search weights as the bounds must leave room: current value is [${low}, ${high}]`,
    );
  }
  const within = (weight: number) => Math.min(high, Math.max(low, weight));
  return {
    name: `[${low}, ${high}]`,
    project: (weights) => weights.map(within),
    starts: (count) =>
      [uniform(count, 1 / count), uniform(count, 1), ...vertices(count)].map((w) => w.map(within)),
    grid(count, points) {
      const axis = Array.from({ length: points }, (_, i) => low + (high - low) * i / (points - 1));
      return Array.from({ length: count }).reduce<number[][]>(
        (all) => all.flatMap((head) => axis.map((weight) => [...head, weight])),
        [[]],
      );
    },
  };
}

function uniform(count: number, value: number): number[] {
  return Array.from({ length: count }, () => value);
}

function vertices(count: number): number[][] {
  return Array.from({ length: count }, (_, i) => uniform(count, 0).with(i, 1));
}

/** Every way to share `total` steps among `count`. */
function shares(count: number, total: number): number[][] {
  if (count === 1) return [[total]];
  return Array.from({ length: total + 1 }, (_, first) => first).flatMap((first) =>
    shares(count - 1, total - first).map((rest) => [first, ...rest])
  );
}
