/** Sizes of a batch within its bucket, and what fills it up. */
import type { PairBatch } from "../base/types.ts";
import { type Bucket, roundUp } from "./bucket.ts";

/** Padded length of a row. */
export function timeIn(bucket: Bucket | undefined, needed: number): number {
  return bucket ? roundUp(needed, bucket.time, bucket.digits) : needed;
}

/** Number of rows, of which at most `answers` can be needed. */
export function rowsIn(bucket: Bucket | undefined, needed: number, answers: number): number {
  if (!bucket) return needed;
  return Math.min(roundUp(needed, bucket.rows ?? 1, bucket.digits), answers);
}

/** Lists of completion tokens, by token. */
export type CompletionTokens = Pick<PairBatch, "places" | "targets" | "owners">;

/** Entries that fill the lists up stand at the first place and belong to no text. */
export function tokensIn(
  bucket: Bucket | undefined,
  { places, targets, owners }: CompletionTokens,
  nobody: number,
): CompletionTokens {
  if (!bucket) return { places, targets, owners };
  const count = roundUp(owners.length, bucket.tokens, bucket.digits);
  return {
    places: filled(places, count, 0),
    targets: filled(targets, count, 0),
    owners: filled(owners, count, nobody),
  };
}

function filled(list: Int32Array, count: number, filler: number): Int32Array {
  const whole = new Int32Array(count).fill(filler);
  whole.set(list);
  return whole;
}
