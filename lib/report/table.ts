import { aq, type Table } from "../base/table.ts";

/**
 * Makes a table from rows; its verbs (`filter`, `groupby`, `rollup`, …) are arquero's.
 *
 * @param rows Plain objects. A name that only some of them have becomes a column with gaps.
 *
 * @example
 * ```ts
 * import { table } from "@fastslow/fastslow/report";
 * import { deepEqual } from "node:assert/strict";
 *
 * const runs = table([{ method: "dpo", reward: 0.7 }, { method: "ofs-dpo", reward: 0.8, swaps: 3 }]);
 *
 * deepEqual(runs.filter((d: { reward: number }) => d.reward > 0.75).array("method"), ["ofs-dpo"]);
 * ```
 */
export function table(rows: readonly object[]): Table {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return aq.table(names.map((name) => [
    name,
    rows.map((row) => (row as Readonly<Record<string, unknown>>)[name] ?? null),
  ]));
}

/** Whether a value is a table. */
export function isTable(value: unknown): value is Table {
  return value instanceof aq.ColumnTable;
}

/** Rows as a table; a table as it is. */
export function asTable(rows: Table | readonly object[]): Table {
  return isTable(rows) ? rows : table(rows);
}
