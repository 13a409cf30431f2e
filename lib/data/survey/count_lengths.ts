/** Rows whose length lies in a range. */
export interface LengthBin {
  /** Least length. */
  readonly from: number;
  /** Greatest length. */
  readonly to: number;
  /** How many rows. */
  readonly rows: number;
}

/** Takes lengths one by one. */
export interface LengthCounter {
  /** Takes a length, a whole number ≥ 0. */
  add(length: number): void;
  /** The bins from the shortest row's to the longest one's, without gaps; none where there were no rows. */
  bins(): readonly LengthBin[];
  /** The greatest length so far; 0 where there was none. */
  longest(): number;
}

/**
 * A histogram of lengths in bins that double, 0, 1, 2–3, 4–7, …, so that it stays small whatever comes.
 *
 * @example
 * ```ts
 * import { countLengths } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const lengths = countLengths();
 * for (const length of [2, 3, 9]) lengths.add(length);
 *
 * deepEqual(lengths.bins(), [
 *   { from: 2, to: 3, rows: 2 },
 *   { from: 4, to: 7, rows: 0 },
 *   { from: 8, to: 15, rows: 1 },
 * ]);
 * ```
 */
export function countLengths(): LengthCounter {
  const counts: number[] = [];
  let longest = 0;
  return {
    add: (length) => {
      const bin = length < 1 ? 0 : 1 + Math.floor(Math.log2(length));
      counts[bin] = (counts[bin] ?? 0) + 1;
      longest = Math.max(longest, length);
    },
    bins: () => {
      const first = counts.findIndex((count) => count > 0);
      return Array.from({ length: first < 0 ? 0 : counts.length - first }, (_, i) => {
        const bin = first + i;
        return { from: lower(bin), to: lower(bin + 1) - 1, rows: counts[bin] ?? 0 };
      });
    },
    longest: () => longest,
  };
}

function lower(bin: number): number {
  return bin === 0 ? 0 : 2 ** (bin - 1);
}
