import type { EncodedPair, PairBatch } from "../base/types.ts";
import { type CompletionTokens, rowsIn, timeIn, tokensIn } from "./in_bucket.ts";
import { shareRows } from "./share_rows.ts";
import { lengthOf, longest, rowsOf, type TokenRow } from "./token_rows.ts";
import type { BatchPairsOptions } from "./types.ts";

/**
 * Lays pairs out as one padded block of rows: every chosen row, then every first rejected row, and so on. An answer that
 * several pairs of the batch share has one row.
 *
 * `places[i]` is `row × time + (position of completion token i − 1)`: a causal model predicts a token from the one before.
 * In a `bucket`, what fills the lists up has an owner that is no row, `rows`, and rows that fill the block up have length 0.
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
  const count = rowsIn(bucket, rows.length, all.length);
  return {
    pairs: encoded.length,
    answers: all.length / encoded.length,
    rows: count,
    answerRows,
    time,
    ids: paddedIds(rows, count, time, padId),
    lengths: Int32Array.from({ length: count }, (_, i) => i < rows.length ? lengthOf(rows[i]!) : 0),
    completions: Int32Array.from(all, ({ answer }) => answer.length),
    ...tokensIn(bucket, completionTokens(rows, time), count),
    sources: Int32Array.from(encoded, ({ row }) => row),
  };
}

function checkTime(rows: readonly TokenRow[], time: number): void {
  if (Number.isInteger(time) && time >= longest(rows)) return;
  throw new RangeError(
    `Cannot batch pairs as time must be a whole number ≥ ${
      longest(rows)
    }, the longest row: current value is ${time}`,
  );
}

/** Rows beyond the given ones hold padding alone. */
function paddedIds(
  rows: readonly TokenRow[],
  count: number,
  time: number,
  padId: number,
): Int32Array {
  const ids = new Int32Array(count * time).fill(padId);
  rows.forEach(({ prompt, answer }, row) => {
    ids.set(prompt, row * time);
    ids.set(answer, row * time + prompt.length);
  });
  return ids; // [rows, time]
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
