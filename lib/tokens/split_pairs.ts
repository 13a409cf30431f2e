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
 * prompt stay together where they fit a row.
 *
 * @param encoded Pairs in tokens, each alone no longer than `capacity`.
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
  const groups = Map.groupBy(encoded.keys(), (pair) => encoded[pair]!.prompt.join());
  const units = [...groups.values()].flatMap((pairs) => chunks(encoded, pairs, capacity));
  const packed = pack(units.map((pairs) => lengthOf(encoded, pairs)), capacity);
  return Array.from(
    { length: Math.ceil(packed.length / rows) },
    (_, part) =>
      packed.slice(part * rows, (part + 1) * rows).flat()
        .flatMap((unit) => units[unit]!)
        .sort((a, b) => a - b),
  );
}

/** Cuts the pairs of one prompt where a row is full. */
function chunks(
  encoded: readonly EncodedPair[],
  pairs: readonly number[],
  capacity: number,
): number[][] {
  const units: number[][] = [];
  for (const pair of pairs) {
    const last = units.at(-1);
    if (last && lengthOf(encoded, [...last, pair]) <= capacity) last.push(pair);
    else units.push([pair]);
  }
  return units;
}

/** Tokens of some pairs of one prompt as a sequence. */
function lengthOf(encoded: readonly EncodedPair[], pairs: readonly number[]): number {
  const { texts } = shareTexts(rowsOf(pairs.map((pair) => encoded[pair]!)));
  const [sequence] = sequencesByPrompt(texts);
  return lengthOfSequence(sequence!);
}
