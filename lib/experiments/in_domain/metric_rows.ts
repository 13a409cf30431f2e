import type { MetricRow } from "../../base/mod.ts";

/** Numbers by metric as rows. */
export function metricRows(
  method: string,
  seed: number,
  step: number,
  metrics: Readonly<Record<string, number>>,
): MetricRow[] {
  return Object.entries(metrics).map(([metric, value]) => ({ method, seed, step, metric, value }));
}
