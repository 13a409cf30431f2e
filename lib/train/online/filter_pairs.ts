/** Drops the pairs whose chosen answer the policy itself betters. */
import { type EncodedPair, fold, type Key, key as keyOf } from "../../base/mod.ts";
import { requireTokens } from "../require_tokens.ts";
import { graded, type JudgeAnswers, type SampleAnswers, sampled } from "./judged_answers.ts";

/** Options for {@linkcode filterPairs}. */
export interface FilterOptions {
  /** Draws answers of the policy. */
  readonly sample: SampleAnswers;
  /** Grades answers: the reward. */
  readonly judge: JudgeAnswers;
  /** How far a sample may lead before its pair is dropped, in units of the judge. @default {0} */
  readonly threshold?: number;
  /** Random stream of the samples. @default {seed 0} */
  readonly key?: Key;
}

/** What a filter leaves. */
export interface FilteredPairs<P> {
  /** Pairs to learn from, in order. */
  readonly kept: readonly P[];
  /** Pairs whose chosen answer the policy betters already, in order. */
  readonly dropped: readonly P[];
  /** reward(sample) − reward(y_w) of every pair, in order. */
  readonly leads: Float64Array;
}

/** Children of the filter's key. */
const STREAMS = { answers: 0, judge: 1 } as const;
const TASK = "filter pairs";

/**
 * The filter of filtered DPO ({@link https://arxiv.org/abs/2404.13846 | fDPO}): a pair stays if and only if
 * reward(sample of π) − reward(y_w) < threshold. It is done at the start and after each epoch; the pairs that stay are
 * learnt from by DPO.
 *
 * @param pairs Pairs in tokens.
 * @throws {RangeError} If there are no pairs, the threshold is no number, or sampler or judge give another number of
 * answers or grades, an empty answer, or a grade that is not finite.
 *
 * @example The policy says 5: a chosen answer of 9 is worth learning, one of 2 is not
 * ```ts
 * import { filterPairs } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pair = (row: number, chosen: number) =>
 *   ({ row, prompt: Int32Array.of(1), chosen: Int32Array.of(chosen), rejected: [Int32Array.of(0)] });
 * const { kept, dropped, leads } = await filterPairs([pair(0, 9), pair(1, 2)], {
 *   sample: (prompts) => Promise.resolve(prompts.map(() => Int32Array.of(5))),
 *   judge: (_prompts, answers) => answers.map(([word]) => word!),
 * });
 * deepEqual([kept, dropped].map((pairs) => pairs.map(({ row }) => row)), [[0], [1]]);
 * deepEqual([...leads], [-4, 3]);
 * ```
 */
export async function filterPairs<P extends EncodedPair>(
  pairs: readonly P[],
  { sample, judge, threshold = 0, key = keyOf(0) }: FilterOptions,
): Promise<FilteredPairs<P>> {
  if (pairs.length === 0) throw new RangeError(`Cannot ${TASK} as there are none`);
  if (Number.isNaN(threshold)) {
    throw new RangeError(`Cannot ${TASK} as threshold must be a number: current value is NaN`);
  }
  const prompts = pairs.map(({ prompt }) => prompt);
  requireTokens(TASK, prompts);
  const answers = await sampled(TASK, sample, prompts, fold(key, STREAMS.answers));
  // One call, so that a judge which scales within a call treats both alike.
  const grades = await graded(TASK, judge, {
    prompts: [...prompts, ...prompts],
    answers: [...answers, ...pairs.map(({ chosen }) => chosen)],
    key: fold(key, STREAMS.judge),
  });
  const leads = Float64Array.from(pairs, (_, i) => grades[i]! - grades[pairs.length + i]!);
  return {
    kept: pairs.filter((_, i) => leads[i]! < threshold),
    dropped: pairs.filter((_, i) => !(leads[i]! < threshold)),
    leads,
  };
}
