/** One round of preferences between answers of one policy. */
import { type EncodedPair, fold, type Key } from "../../base/mod.ts";
import { graded, type JudgeAnswers, type SampleAnswers, sampled } from "./judged_answers.ts";
import type { Pairing } from "./pairings.ts";
import { requireTokens } from "../require_tokens.ts";
import { preferencesOf } from "./preferences_of.ts";

/** Pairs of one round. */
export interface OnlineRound {
  /** Judged pairs with their grades as scores; none where everything tied. */
  readonly pairs: readonly EncodedPair[];
  /** Preferences that were dropped as the grades or the texts are equal. */
  readonly ties: number;
  /** Grades of all answers, prompt by prompt, `[prompts × answers]`. */
  readonly grades: Float64Array;
  /** Rounds since the policy that was sampled was asked for; 0 where it is fresh. */
  readonly age: number;
}

/** What a round is made with. */
export interface JudgedRoundOptions {
  /** Draws answers of the policy. */
  readonly sample: SampleAnswers;
  /** Grades answers. */
  readonly judge: JudgeAnswers;
  /** Answers to each prompt. */
  readonly answers: number;
  /** Makes preferences of the grades of a prompt's answers. */
  readonly pairing: Pairing;
  /** Random stream of the round. */
  readonly key: Key;
  /** Number that the first prompt's pairs carry as their source. */
  readonly row: number;
}

/** What cannot be done otherwise: the start of a message. */
export const TASK = "sample preferences";
/** Children of the round's key. */
const STREAMS = { answers: 0, judge: 1, labels: 2 } as const;

/** Samples several answers to each prompt, has them judged, and makes pairs of them. */
export async function judgedRound(
  prompts: readonly Int32Array[],
  { sample, judge, answers: count, pairing, key, row }: JudgedRoundOptions,
): Promise<Omit<OnlineRound, "age">> {
  requireTokens(TASK, prompts);
  if (prompts.length === 0) {
    throw new RangeError(`Cannot ${TASK} as a round must have a prompt: current count is 0`);
  }
  const repeated = prompts.flatMap((prompt) => Array<Int32Array>(count).fill(prompt));
  const answers = await sampled(TASK, sample, repeated, fold(key, STREAMS.answers));
  const grades = await graded(TASK, judge, {
    prompts: repeated,
    answers,
    key: fold(key, STREAMS.judge),
  });
  const labels = fold(key, STREAMS.labels);
  const made = prompts.map((prompt, i) => {
    const [from, to] = [i * count, (i + 1) * count];
    const group = { prompt, answers: answers.slice(from, to), grades: grades.slice(from, to) };
    return preferencesOf(group, pairing(group.grades, fold(labels, i)), row + i);
  });
  return {
    pairs: made.flatMap(({ pairs }) => pairs),
    ties: made.reduce((sum, { ties }) => sum + ties, 0),
    grades,
  };
}
