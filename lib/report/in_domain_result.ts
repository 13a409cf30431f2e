/** What an in-domain result has. */
import type { InDomainResult } from "../experiments/mod.ts";

/** Whether a method ran. */
export function ran({ rows }: Pick<InDomainResult, "rows">, method: string): boolean {
  return rows.some((row) => row.method === method);
}

/** Whether a metric was measured. */
export function hasMetric({ rows }: Pick<InDomainResult, "rows">, metric: string): boolean {
  return rows.some((row) => row.metric === metric);
}
