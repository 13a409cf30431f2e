import type { MetricRow } from "../base/mod.ts";
import { aq, type Table } from "../base/table.ts";
import { asTable } from "./table.ts";

/**
 * A table as CSV, for programs: every row, numbers with all their digits.
 *
 * @param rows Cells are numbers, texts, booleans or nothing.
 *
 * @example Another program reads the same numbers
 * ```ts
 * import { tableCsv } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * equal(tableCsv([{ method: "dpo, twice", reward: 0.1 + 0.2 }]), 'method,reward\n"dpo, twice",0.30000000000000004\n');
 * ```
 */
export function tableCsv(rows: Table | readonly object[]): string {
  const text = asTable(rows).toCSV();
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** Measurements as CSV, with their columns in the usual order, also where there is no row. */
export function metricsCsv(rows: readonly MetricRow[]): string {
  const names = ["method", "seed", "step", "metric", "value"] as const;
  return tableCsv(aq.table(names.map((name) => [name, rows.map((row) => row[name])])));
}
