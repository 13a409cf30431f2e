/** A world of preferences over given features, whose truth is known. */
import { fold, type Key, normal, uniform } from "../base/mod.ts";
import { sigmoid } from "./logistic.ts";
import { requireCount, requireLength, requirePositive } from "./requirements.ts";
import { dot, norm, scaled } from "./vectors.ts";

/** Which of two answers is preferred: true if it is the first, given β⟨θ*, φ_1 − φ_2⟩ and a uniform number from [0, 1). */
export type LabelLaw = (advantage: number, chance: number) => boolean;

/** The preferred point θ* of a round, counted from 1, `[dimension]`. */
export type Truth = (round: number) => ArrayLike<number>;

/** Options for {@linkcode preferenceStream}. */
export interface PreferenceStreamOptions {
  /** Number of features. */
  readonly dimension: number;
  /** Rounds T. */
  readonly rounds: number;
  /** Pairs of a round. @default {1} */
  readonly pairs?: number;
  /** θ* by round: {@linkcode steady}, {@linkcode drifting}, {@linkcode changing}, or another. */
  readonly truth: Truth;
  /** How pairs are labelled. @default {bradleyTerry} */
  readonly label?: LabelLaw;
  /** β of the policy under which θ* is the truth. @default {0.1} */
  readonly beta?: number;
  /** What becomes of a standard normal difference of features. @default {it is taken as it is} */
  readonly shape?: (difference: Float64Array) => Float64Array;
}

/**
 * Rounds of labelled pairs, each a difference of features φ_w − φ_l. Rounds do not depend on how many there are: a shorter
 * stream is the beginning of a longer one.
 *
 * @param key Where all randomness comes from.
 * @returns For each round `[pairs × dimension]`.
 * @throws {RangeError} If a size is not a whole number ≥ 1, β is not positive, or θ* has another dimension.
 *
 * @example
 * ```ts
 * import { key } from "@fastslow/fastslow/base";
 * import { noiseless, preferenceStream, steady } from "@fastslow/fastslow/regret";
 * import { ok } from "node:assert/strict";
 *
 * const world = { dimension: 1, rounds: 3, truth: steady([1]), label: noiseless };
 * ok(preferenceStream(key(0), world).every(([x]) => x! > 0)); // the chosen answer has more of the feature
 * ```
 */
export function preferenceStream(
  key: Key,
  { dimension, rounds, pairs = 1, truth, label = bradleyTerry, beta = 0.1, shape = (x) => x }:
    PreferenceStreamOptions,
): Float64Array[] {
  for (const [name, size] of Object.entries({ dimension, rounds, pairs })) requireCount(name, size);
  requirePositive("beta", beta);
  return Array.from({ length: rounds }, (_, t) => {
    const round = fold(key, t);
    const differences = normal(fold(round, 0), pairs * dimension);
    const chances = uniform(fold(round, 1), pairs);
    const best = truth(t + 1);
    requireLength("truth", best, dimension);
    for (let i = 0; i < pairs; i++) {
      const x = differences.subarray(i * dimension, (i + 1) * dimension);
      const shaped = shape(x);
      const sign = label(beta * dot(best, shaped), chances[i]!) ? 1 : -1;
      for (let j = 0; j < dimension; j++) x[j] = sign * shaped[j]!;
    }
    return differences;
  });
}

/** Labels by Bradley and Terry's law: P(first) = σ(advantage). */
export function bradleyTerry(advantage: number, chance: number): boolean {
  return chance < sigmoid(advantage);
}

/** Labels without noise, hence separable. */
export function noiseless(advantage: number): boolean {
  return advantage > 0;
}

/** A difference of features scaled to length 1, so that gradients are no longer than β. */
export function unitLength(difference: Float64Array): Float64Array {
  return scaled(difference, 1 / norm(difference));
}
