/** Draws the next token from its scores, on the host. */

/** How a token is drawn. */
export interface SampleOptions {
  /** Divides the scores; 0 takes the best token. @default {1} */
  readonly temperature?: number;
  /** Draws from the smallest set of tokens whose probability reaches this (Holtzman et al., 2020). @default {1} */
  readonly topP?: number;
}

/**
 * Draws one token.
 *
 * @param scores Unnormalised log-probabilities, `[vocab]`.
 * @param draw A uniform number on [0, 1).
 * @returns The token's id.
 *
 * @example
 * ```ts
 * import { sampleToken } from "@fastslow/fastslow/model";
 * import { equal } from "node:assert/strict";
 *
 * equal(sampleToken(new Float32Array([0, 3, 1]), 0.99, { temperature: 0 }), 1);
 * equal(sampleToken(new Float32Array([0, 3, 1]), 0.99, { topP: 0.5 }), 1);
 * ```
 */
export function sampleToken(
  scores: Float32Array,
  draw: number,
  { temperature = 1, topP = 1 }: SampleOptions = {},
): number {
  const best = argMax(scores);
  if (temperature === 0) return best;
  const weights = new Float64Array(scores.length);
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    total += weights[i] = Math.exp((scores[i]! - scores[best]!) / temperature);
  }
  return topP < 1
    ? drawFromNucleus(weights, total, draw, topP)
    : drawInOrder(weights, draw * total);
}

/** Throws unless the options make sense. */
export function requireSampleOptions({ temperature = 1, topP = 1 }: SampleOptions) {
  if (!(temperature >= 0)) {
    throw new RangeError(
      `Cannot sample as temperature must be ≥ 0: current value is ${temperature}`,
    );
  }
  if (!(topP > 0 && topP <= 1)) {
    throw new RangeError(`Cannot sample as topP must be in (0, 1]: current value is ${topP}`);
  }
}

function argMax(scores: Float32Array): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i]! > scores[best]!) best = i;
  return best;
}

function drawInOrder(weights: Float64Array, threshold: number): number {
  let reached = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    last = i;
    reached += weights[i]!;
    if (reached > threshold) return i;
  }
  return last;
}

function drawFromNucleus(weights: Float64Array, total: number, draw: number, topP: number): number {
  const order = Uint32Array.from(weights.keys()).sort((a, b) => weights[b]! - weights[a]! || a - b);
  let mass = 0;
  let size = 0;
  while (size < order.length && mass < topP * total) mass += weights[order[size++]!]!;
  let reached = 0;
  for (let i = 0; i < size; i++) {
    reached += weights[order[i]!]!;
    if (reached > draw * mass) return order[i]!;
  }
  return order[size - 1]!;
}
