import type { EncodedPair } from "../base/types.ts";

/**
 * Refuses rows without a rejected answer, and rows of which one has more of them than another: a batch takes pairs of one
 * number K.
 *
 * @returns K, the rejected answers of every pair.
 * @throws {RangeError} Naming the first such row, counted from 1.
 *
 * @example
 * ```ts
 * import { requireSameRejected } from "@fastslow/fastslow/tokens";
 * import { equal, throws } from "node:assert/strict";
 *
 * const pair = (rejected: number[], row: number) => ({
 *   prompt: Int32Array.of(1),
 *   chosen: Int32Array.of(2),
 *   rejected: rejected.map((id) => Int32Array.of(id)),
 *   row,
 * });
 * equal(requireSameRejected([pair([3, 4], 0), pair([5, 6], 1)]), 2);
 * throws(() => requireSameRejected([pair([3, 4], 0), pair([5], 1)]), RangeError);
 * ```
 */
export function requireSameRejected(pairs: readonly EncodedPair[]): number {
  const [first] = pairs;
  const count = first?.rejected.length ?? 0;
  for (const { row, rejected } of pairs) {
    if (rejected.length === 0) {
      throw new RangeError(
        `Cannot compare answers as row ${row + 1} has no rejected one: give each row at least one`,
      );
    }
    if (rejected.length === count) continue;
    throw new RangeError(
      `Cannot compare answers as row ${row + 1} has ${rejected.length} rejected ones where row ${
        first!.row + 1
      } has ${count}: give all rows the same number`,
    );
  }
  return count;
}
