import type { EncodedPair } from "../base/types.ts";

/**
 * Refuses rows with several rejected answers, for what compares one answer with one other.
 *
 * @throws {RangeError} Naming the first such row, counted from 1.
 */
export function requireSingleRejected(pairs: readonly EncodedPair[]): void {
  for (const { row, rejected } of pairs) {
    if (rejected.length === 1) continue;
    throw new RangeError(
      `Cannot compare answers as row ${
        row + 1
      } has ${rejected.length} rejected ones: give each of them a row of its own`,
    );
  }
}
