import type { Interval } from "../base/mod.ts";
import type { DifferenceRow, SummaryRow } from "../evaluate/mod.ts";

/** The interval of a method's metric for a table's cell, or null where it was not measured. */
export function intervalOf(
  rows: readonly (SummaryRow | DifferenceRow)[],
  method: string,
  metric: string,
): Interval | null {
  const found = rows.find((row) => row.method === method && row.metric === metric);
  return found ? { mean: found.mean, low: found.low, high: found.high } : null;
}
