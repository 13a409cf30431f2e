/** Rows of the regret experiment carry their part before a slash. */
import type { Interval, MetricRow } from "../base/mod.ts";
import { meanInterval } from "../evaluate/mod.ts";

/** Rows of a part, without its name. */
export function partOf(rows: readonly MetricRow[], part: string): MetricRow[] {
  return rows.filter(({ metric }) => metric.startsWith(`${part}/`))
    .map((row) => ({ ...row, metric: row.metric.slice(part.length + 1) }));
}

/** Mean over seeds of a method's metric after a number of rounds, or null where it was not measured. */
export function intervalAt(
  rows: readonly MetricRow[],
  method: string,
  metric: string,
  step: number,
): Interval | null {
  const values = rows.filter((row) =>
    row.method === method && row.metric === metric && row.step === step
  ).map(({ value }) => value);
  return values.length === 0 ? null : meanInterval(values);
}

/** Names of methods, or other values of a column, in the order in which they appear. */
export function distinct<K extends "method" | "step">(
  rows: readonly MetricRow[],
  column: K,
): MetricRow[K][] {
  return [...new Set(rows.map((row) => row[column]))];
}
