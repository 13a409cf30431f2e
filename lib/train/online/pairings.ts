/**
 * From grades of several answers to one prompt to preferences between them. Grades are compared in float32, in which steps
 * see them: those that only rounding tells apart are ties.
 */
import { type Key, uniform } from "../../base/mod.ts";

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

/**
 * Every two answers, the better one preferred; those of equal grades are ties.
 *
 * @example
 * ```ts
 * import { everyPair } from "@fastslow/fastslow/train";
 * import { key } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(everyPair([0, 3, 0], key(0)), { preferences: [[1, 0], [1, 2]], ties: 1 });
 * ```
 */
export function everyPair(grades: ArrayLike<number>, _key: Key): Paired {
  const all = Float32Array.from(grades);
  const two = twos(all.length);
  const clear = two.filter(([i, j]) => all[i] !== all[j]);
  return {
    preferences: clear.map(([i, j]) => all[i]! > all[j]! ? [i, j] : [j, i]),
    ties: two.length - clear.length,
  };
}

/**
 * Every two answers, labelled by Bradley-Terry: i is preferred over j with probability σ((grade_i − grade_j) / τ), drawn
 * once a pair. No grades tie, as a coin decides between equal ones. The chosen answer may have the lower grade, which losses
 * that look at scores (ODPO) refuse.
 *
 * @param temperature τ > 0, in units of the grades.
 * @throws {RangeError} If the temperature is not positive.
 *
 * @example
 * ```ts
 * import { bradleyTerryPairs } from "@fastslow/fastslow/train";
 * import { key } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(bradleyTerryPairs(1)([0, 50], key(0)), { preferences: [[1, 0]], ties: 0 });
 * ```
 */
export function bradleyTerryPairs(temperature: number): Pairing {
  if (!(temperature > 0)) {
    throw new RangeError(
      `Cannot draw labels as the temperature must be > 0: current value is ${temperature}; everyPair draws none`,
    );
  }
  return (grades, key) => {
    const draws = uniform(key, grades.length ** 2);
    const preferences = twos(grades.length).map(([i, j]): Preference => {
      const chance = 1 / (1 + Math.exp((grades[j]! - grades[i]!) / temperature));
      return draws[i * grades.length + j]! < chance ? [i, j] : [j, i];
    });
    return { preferences, ties: 0 };
  };
}

/** Every two of `count` numbers, the smaller one first. */
function twos(count: number): (readonly [number, number])[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return all.flatMap((i) => all.slice(i + 1).map((j) => [i, j] as const));
}
