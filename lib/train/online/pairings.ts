/**
 * From grades of several answers to one prompt to preferences between them. Grades are compared in float32, in which steps
 * see them: those that only rounding tells apart are ties.
 */
import type { Key } from "../../base/mod.ts";

/** Numbers of answers: the chosen one, then the rejected ones. */
export type Preference = readonly [chosen: number, ...rejected: number[]];

/** Preferences between the answers to one prompt. */
export interface Paired {
  /** Who is preferred over whom. */
  readonly preferences: readonly Preference[];
  /** Preferences that were not made as the grades are equal. */
  readonly ties: number;
}

/**
 * Makes preferences of the grades of the answers to one prompt.
 *
 * @param grades Higher is better, `[answers]`.
 * @param key Random stream, for labels that are drawn.
 */
export type Pairing = (grades: ArrayLike<number>, key: Key) => Paired;

/**
 * The best answer against the worst: with two answers the pairing of OAIF (Guo et al., 2024). Of equal grades the first
 * counts.
 *
 * @example
 * ```ts
 * import { bestAgainstWorst } from "@fastslow/fastslow/train";
 * import { key } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(bestAgainstWorst([0, 3, -1], key(0)), { preferences: [[1, 2]], ties: 0 });
 * deepEqual(bestAgainstWorst([2, 2], key(0)), { preferences: [], ties: 1 });
 * ```
 */
export function bestAgainstWorst(grades: ArrayLike<number>, _key: Key): Paired {
  const all = Float32Array.from(grades);
  const [best, worst] = [Math.max(...all), Math.min(...all)];
  if (best === worst) return { preferences: [], ties: 1 };
  return { preferences: [[all.indexOf(best), all.indexOf(worst)]], ties: 0 };
}

/**
 * The best answer against all that are worse at once, for losses of K rejected answers (S-DPO). What ties with the best is
 * left out and counted.
 *
 * @example
 * ```ts
 * import { bestAgainstRest } from "@fastslow/fastslow/train";
 * import { key } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(bestAgainstRest([0, 3, -1], key(0)), { preferences: [[1, 0, 2]], ties: 0 });
 * ```
 */
export function bestAgainstRest(grades: ArrayLike<number>, _key: Key): Paired {
  const all = Float32Array.from(grades);
  const best = Math.max(...all);
  const worse = [...all.keys()].filter((i) => all[i]! < best);
  const ties = all.length - worse.length - 1;
  return { preferences: worse.length === 0 ? [] : [[all.indexOf(best), ...worse]], ties };
}
