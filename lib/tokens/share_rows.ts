import type { TokenRow } from "./token_rows.ts";

/** Rows without repetition, and where each of the given ones is among them. */
export interface SharedRows {
  /** The different rows, in order of their first appearance. */
  readonly rows: readonly TokenRow[];
  /** Index of each given row in `rows`, `[given]`. */
  readonly answerRows: Int32Array;
}

/**
 * Finds rows that are equal in prompt and answer: where every pair of several answers is compared, one computation of an
 * answer serves all of its pairs.
 *
 * @example
 * ```ts
 * import { shareRows } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = (answer: number) => ({ prompt: Int32Array.of(1), answer: Int32Array.of(answer) });
 * deepEqual([...shareRows([row(5), row(6), row(5)]).answerRows], [0, 1, 0]);
 * ```
 */
export function shareRows(given: readonly TokenRow[]): SharedRows {
  const places = new Map<string, number>();
  const rows: TokenRow[] = [];
  const answerRows = Int32Array.from(given, (row) => {
    const name = `${row.prompt.join()} ${row.answer.join()}`;
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, rows.length);
    return rows.push(row) - 1;
  });
  return { rows, answerRows };
}
