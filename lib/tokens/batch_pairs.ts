import type { EncodedPair, PairBatch } from "../base/types.ts";
import { type Bucket, roundUp } from "./bucket.ts";
import { shareRows } from "./share_rows.ts";
import { lengthOf, longest, rowsOf, type TokenRow } from "./token_rows.ts";
import type { BatchPairsOptions } from "./types.ts";

/**
 * Lays pairs out as one padded block of rows: every chosen row, then every first rejected row, and so on. An answer that
 * several pairs of the batch share has one row.
 *
 * `places[i]` is `row × time + (position of completion token i − 1)`: a causal model predicts a token from the one before.
 * In a `bucket`, what fills the lists up has an owner that is no row: `rows`.
 *
 * @param encoded Pairs in tokens, all with the same number of rejected answers; none rejected for supervised data.
 * @param options Padding.
 * @returns The batch, at most `pairs × answers` rows.
 * @throws {RangeError} If there is no pair, a prompt or answer is empty, the numbers of rejected answers differ, or a row is
 * longer than `time`.
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
 * }], { padId: 9 });
 *
 * deepEqual([...batch.ids], [1, 2, 3, 4, 1, 2, 5, 9]);
 * deepEqual([...batch.targets], [3, 4, 5]);
 * deepEqual([...batch.places], [1, 2, 5]);
 * ```
 */
export function batchPairs(
  encoded: readonly EncodedPair[],
  options: BatchPairsOptions = {},
): PairBatch {
  const all = rowsOf(encoded);
  const { rows, answerRows } = shareRows(all);
  const { padId = 0, bucket } = options;
  const time = options.time ?? timeIn(bucket, longest(rows));
  checkTime(rows, time);
  return {
    pairs: encoded.length,
    answers: all.length / encoded.length,
    rows: rows.length,
    answerRows,
    time,
    ids: paddedIds(rows, time, padId),
    lengths: Int32Array.from(rows, lengthOf),
    completions: Int32Array.from(all, ({ answer }) => answer.length),
    ...filledUp(completionTokens(rows, time), rows.length, bucket),
    sources: Int32Array.from(encoded, ({ row }) => row),
  };
}

/** A row is never cut: one that is longer than the longest keeps its length. */
function timeIn(bucket: Bucket | undefined, needed: number): number {
  if (!bucket) return needed;
  const { time, longest: most = Infinity } = bucket;
  return Math.max(needed, Math.min(roundUp(needed, time), most));
}

function checkTime(rows: readonly TokenRow[], time: number): void {
  if (Number.isInteger(time) && time >= longest(rows)) return;
  throw new RangeError(
    `Cannot batch pairs as time must be a whole number ≥ ${
      longest(rows)
    }, the longest row: current value is ${time}`,
  );
}

function paddedIds(
  rows: readonly TokenRow[],
  time: number,
  padId: number,
): Int32Array {
  const ids = new Int32Array(rows.length * time).fill(padId);
  rows.forEach(({ prompt, answer }, row) => {
    ids.set(prompt, row * time);
    ids.set(answer, row * time + prompt.length);
  });
  return ids; // [rows, time]
}

type CompletionTokens = Pick<PairBatch, "places" | "targets" | "owners">;

/** Entries that fill the lists up stand at the first place and belong to no row. */
function filledUp(
  tokens: CompletionTokens,
  rows: number,
  bucket: Bucket | undefined,
): CompletionTokens {
  if (!bucket) return tokens;
  const count = roundUp(tokens.owners.length, bucket.tokens);
  const fill = (list: Int32Array, filler: number) => {
    const filled = new Int32Array(count).fill(filler);
    filled.set(list);
    return filled;
  };
  return {
    places: fill(tokens.places, 0),
    targets: fill(tokens.targets, 0),
    owners: fill(tokens.owners, rows),
  };
}

function completionTokens(rows: readonly TokenRow[], time: number): CompletionTokens {
  const tokens = rows.flatMap(({ prompt, answer }, row) =>
    Array.from(answer, (target, t) => ({
      place: row * time + prompt.length + t - 1,
      target,
      row,
    }))
  );
  return {
    places: Int32Array.from(tokens, ({ place }) => place), // [tokens]
    targets: Int32Array.from(tokens, ({ target }) => target), // [tokens]
    owners: Int32Array.from(tokens, ({ row }) => row), // [tokens]
  };
}
