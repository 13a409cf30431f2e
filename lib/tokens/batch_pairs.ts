import type { EncodedPair, PairBatch } from "../base/types.ts";
import { type CompletionTokens, rowsIn, timeIn, tokensIn } from "./in_bucket.ts";
import { type Block, layOut } from "./lay_out.ts";
import { pack } from "./pack.ts";
import { lengthOfSequence, type Sequence, sequencesApart, sequencesByPrompt } from "./sequences.ts";
import { shareTexts } from "./share_texts.ts";
import { rowsOf, type TokenRow } from "./token_rows.ts";
import type { BatchPairsOptions } from "./types.ts";

/**
 * Lays pairs out as one padded block of rows. An answer that several pairs of the batch share stands there once, and so
 * does a prompt that several answers share: `[prompt | chosen | rejected …]`. Sequences that fit share a row.
 *
 * A causal model predicts a token from the one before: `places[i]` is where that stands for completion token i, which is
 * the prompt's end for the first token of every answer. In a `bucket`, what fills the lists up has an owner that is no
 * text, `pairs × answers`, and rows that fill the block up have length 0.
 *
 * @param encoded Pairs in tokens, all with the same number of rejected answers; none rejected for supervised data.
 * @param options Padding and layout.
 * @returns The batch.
 * @throws {RangeError} If there is no pair, a prompt or answer is empty, the numbers of rejected answers differ, or a
 * sequence is longer than `time`.
 *
 * @example
 * ```ts
 * import { batchPairs } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const batch = batchPairs([{
 *   prompt: Int32Array.of(1, 2),
 *   chosen: Int32Array.of(3, 4),
 *   rejected: [Int32Array.of(5)],
 *   row: 0,
 * }], { padId: 9, time: 6 });
 *
 * deepEqual([...batch.ids], [1, 2, 3, 4, 5, 9]);
 * deepEqual([...batch.positions], [0, 1, 2, 3, 2, 0]);
 * deepEqual([...batch.targets], [3, 4, 5]);
 * deepEqual([...batch.places], [1, 2, 1]);
 * ```
 */
export function batchPairs(
  encoded: readonly EncodedPair[],
  options: BatchPairsOptions = {},
): PairBatch {
  const all = rowsOf(encoded);
  const { texts, answerTexts } = shareTexts(all);
  const { padId = 0, bucket, layout = "packed" } = options;
  const most = options.capacity ?? options.time;
  const sequences = layout === "packed" ? sequencesByPrompt(texts, most) : sequencesApart(texts);
  const lengths = sequences.map(lengthOfSequence);
  const longest = Math.max(...lengths);
  const capacity = most ?? longest;
  checkLength("capacity", capacity, longest);
  const packed = layout === "packed"
    ? pack(lengths, capacity).map((members) => members.map((i) => sequences[i]!))
    : sequences.map((sequence): Sequence[] => [sequence]);
  const filled = Math.max(...packed.map(tokensOf));
  const { time = timeIn(bucket, filled) } = options;
  checkLength("time", time, filled);
  const rows = rowsIn(bucket, packed.length, all.length);
  const { prompts, answers, ...block } = layOut(packed, { rows, time, texts: texts.length }, padId);
  return {
    pairs: encoded.length,
    answers: all.length / encoded.length,
    rows,
    time,
    ...block,
    answerTexts,
    completions: Int32Array.from(all, ({ answer }) => answer.length),
    ...tokensIn(bucket, completionTokens(texts, { prompts, answers }), all.length),
    sources: Int32Array.from(encoded, ({ row }) => row),
    ...scoresIn(encoded),
  };
}

/** Scores in order of the answers, where all pairs have them. */
function scoresIn(encoded: readonly EncodedPair[]): { scores?: Float32Array } {
  const scores = encoded.flatMap(({ scores }) =>
    scores ? [[scores.chosen, ...scores.rejected]] : []
  );
  if (scores.length < encoded.length) return {};
  return {
    scores: Float32Array.from(scores[0]!.flatMap((_, a) => scores.map((each) => each[a]!))),
  };
}

function tokensOf(row: readonly Sequence[]): number {
  return row.reduce((sum, sequence) => sum + lengthOfSequence(sequence), 0);
}

function checkLength(name: string, length: number, longest: number): void {
  if (Number.isInteger(length) && length >= longest) return;
  throw new RangeError(
    `Cannot batch pairs as ${name} must be a whole number ≥ ${longest}, the longest row: current value is ${length}`,
  );
}

function completionTokens(
  texts: readonly TokenRow[],
  { prompts, answers }: Pick<Block, "prompts" | "answers">,
): CompletionTokens {
  const tokens = texts.flatMap(({ answer }, text) =>
    Array.from(answer, (target, t) => ({
      place: (t === 0 ? prompts[text]! : answers[text]! + t) - 1,
      target,
      text,
    }))
  );
  return {
    places: Int32Array.from(tokens, ({ place }) => place), // [tokens]
    targets: Int32Array.from(tokens, ({ target }) => target), // [tokens]
    owners: Int32Array.from(tokens, ({ text }) => text), // [tokens]
  };
}
