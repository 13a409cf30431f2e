import type { EncodedPair } from "../base/types.ts";
import { pack } from "./pack.ts";
import { lengthOfSequence, sequencesByPrompt } from "./sequences.ts";
import { shareTexts } from "./share_texts.ts";
import { rowsOf } from "./token_rows.ts";

/** Options for {@linkcode splitPairs}. */
export interface SplitPairsOptions {
  /** Most tokens of a row. */
  readonly capacity: number;
  /** Most rows of a part. */
  readonly rows: number;
}

/**
 * Splits a batch into parts that each take few rows of `capacity` tokens when they are laid out by `batchPairs`. Pairs of one
 * prompt stay together.
 *
 * @param encoded Pairs in tokens, each sequence no longer than `capacity`.
 * @returns Indices of the pairs of each part, ascending.
 *
 * @example
 * ```ts
 * import { splitPairs } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pair = (prompt: number[], row: number) => ({
 *   prompt: Int32Array.from(prompt),
 *   chosen: Int32Array.of(8),
 *   rejected: [Int32Array.of(9)],
 *   row,
 * });
 * const pairs = [pair([1], 0), pair([1, 2, 3, 4], 1), pair([2], 2)];
 * deepEqual(splitPairs(pairs, { capacity: 6, rows: 1 }), [[1], [0, 2]]);
 * ```
 */
export function splitPairs(
  encoded: readonly EncodedPair[],
  { capacity, rows }: SplitPairsOptions,
): number[][] {
  const { texts, answerTexts } = shareTexts(rowsOf(encoded));
  const sequences = sequencesByPrompt(texts);
  const sequenceOf = new Map(
    sequences.flatMap(({ answers }, s) => answers.map(({ text }) => [text, s] as const)),
  );
  // The chosen answers come first, one a pair.
  const pairs = Map.groupBy(encoded.keys(), (pair) => sequenceOf.get(answerTexts[pair]!)!);
  const packed = pack(sequences.map(lengthOfSequence), capacity);
  return Array.from(
    { length: Math.ceil(packed.length / rows) },
    (_, part) =>
      packed.slice(part * rows, (part + 1) * rows).flat()
        .flatMap((sequence) => pairs.get(sequence)!)
        .sort((a, b) => a - b),
  );
}
