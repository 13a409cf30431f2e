/**
 * Puts things of given lengths into as few rows as first-fit decreasing finds: the longest first, each into the first row
 * that has room. It needs at most 11/9 of the best number of rows, and one more
 * ({@link https://doi.org/10.1007/978-3-540-74450-4_1 | Dósa, 2007}).
 *
 * @param lengths Lengths, none above the capacity.
 * @param capacity Length of a row.
 * @returns Indices of the things in each row.
 *
 * @example
 * ```ts
 * import { pack } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(pack([3, 6, 2, 5], 8), [[1, 2], [3, 0]]);
 * ```
 */
export function pack(lengths: readonly number[], capacity: number): number[][] {
  const rows: { room: number; readonly members: number[] }[] = [];
  const order = lengths.map((_, i) => i).sort((a, b) => lengths[b]! - lengths[a]! || a - b);
  for (const i of order) {
    const length = lengths[i]!;
    let row = rows.find(({ room }) => room >= length);
    if (!row) rows.push(row = { room: capacity, members: [] });
    row.members.push(i);
    row.room -= length;
  }
  return rows.map(({ members }) => members);
}
