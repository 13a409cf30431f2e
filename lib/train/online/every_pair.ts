/** Preferences between every two of a prompt's answers. */
import { type Key, uniform } from "../../base/mod.ts";
import type { Paired, Pairing, Preference } from "./pairings.ts";

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
