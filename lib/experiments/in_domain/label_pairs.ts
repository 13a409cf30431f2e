/** From graded answers to preferences. */
import { type Key, uniform } from "../../base/mod.ts";
import type { GradedPair } from "./types.ts";

/** Several answers to one prompt, each with its grade. */
export interface GradedAnswers {
  /** Token ids of the prompt. */
  readonly prompt: Int32Array;
  /** Token ids of each answer. */
  readonly answers: readonly Int32Array[];
  /** Grade of each answer: log-odds, in nats. */
  readonly grades: ArrayLike<number>;
}

/** Options for {@linkcode labelPairs}. */
export interface LabelOptions {
  /** Temperature τ of the Bradley-Terry law; 0 always prefers the better answer. */
  readonly temperature: number;
  /** Random stream of the labels. */
  readonly key: Key;
  /** Number that the pairs carry as their source. */
  readonly row: number;
}

/**
 * Every pair of different answers, labelled by Bradley-Terry: i is preferred over j with probability
 * σ((grade_i − grade_j) / τ), drawn once a pair.
 *
 * @throws {RangeError} If the temperature is negative.
 */
export function labelPairs(
  { prompt, answers, grades }: GradedAnswers,
  { temperature, key, row }: LabelOptions,
): GradedPair[] {
  if (!(temperature >= 0)) {
    throw new RangeError(
      `Cannot label pairs as the temperature must be ≥ 0: current value is ${temperature}`,
    );
  }
  const draws = uniform(key, answers.length ** 2);
  const pairs: GradedPair[] = [];
  for (let i = 0; i < answers.length; i++) {
    for (let j = i + 1; j < answers.length; j++) {
      if (answers[i]!.join() === answers[j]!.join()) continue;
      const lead = grades[i]! - grades[j]!;
      const first = isPreferred(lead, temperature, draws[i * answers.length + j]!);
      const [chosen, rejected] = first ? [i, j] : [j, i];
      pairs.push({
        prompt,
        row,
        chosen: answers[chosen]!,
        rejected: [answers[rejected]!],
        isTrue: first ? lead > 0 : lead < 0,
      });
    }
  }
  return pairs;
}

function isPreferred(lead: number, temperature: number, draw: number): boolean {
  if (temperature === 0) return lead > 0;
  return draw < 1 / (1 + Math.exp(-lead / temperature));
}
