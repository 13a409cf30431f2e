/** What an in-domain result has. */
import type { InDomainResult } from "../experiments/mod.ts";

/** Whether a method ran. */
export function ran({ rows }: InDomainResult, method: string): boolean {
  return rows.some((row) => row.method === method);
}

/** Whether a metric was measured. */
export function hasMetric({ rows }: InDomainResult, metric: string): boolean {
  return rows.some((row) => row.metric === metric);
}
