/** Log-probabilities of many pairs on the host, every different text computed once. */
import type { EncodedPair } from "../base/mod.ts";
import { type Linear, type Model, plainLinear } from "../model/mod.ts";
import { type ScoredPairs, type Scorer, scorer } from "./scorer.ts";

/** Options for {@linkcode scoreAnswers} and {@linkcode scorePairs}. */
export interface ScoreOptions {
  /** Stands in for every affine map, to score an adapter. @default {plainLinear} */
  readonly linear?: Linear;
  /** Rows of one pass. @default {64} */
  readonly rows?: number;
}

/**
 * log π(y | x) of answers, summed over their tokens. Who scores more than once makes a `scorer`, which records its pass only
 * once.
 *
 * @param prompts Token ids of the prompts.
 * @param answers Token ids of one answer a prompt.
 * @returns In nats, `[answers]`.
 */
export function scoreAnswers(
  model: Model,
  prompts: readonly Int32Array[],
  answers: readonly Int32Array[],
  options: ScoreOptions = {},
): Promise<Float64Array> {
  return once(model, options, (by) => by.scoreAnswers(prompts, answers));
}

/**
 * Log-probabilities of all answers of each pair; an answer that several pairs share is scored once.
 *
 * @throws {RangeError} If a pair has no rejected answer, or more of them than another.
 */
export function scorePairs(
  model: Model,
  pairs: readonly EncodedPair[],
  options: ScoreOptions = {},
): Promise<ScoredPairs> {
  return once(model, options, (by) => by.scorePairs(pairs));
}

async function once<T>(
  model: Model,
  { linear = plainLinear, rows = 64 }: ScoreOptions,
  score: (by: Scorer) => Promise<T>,
): Promise<T> {
  const by = scorer(model, { linear: () => linear, rows });
  try {
    return await score(by);
  } finally {
    by.dispose();
  }
}
