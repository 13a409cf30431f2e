/** Measurements by method, metric and seed. */
import type { MetricRow } from "../../base/mod.ts";

/** One method's numbers by seed. */
export interface MethodTable {
  readonly seeds: readonly number[];
  /** Metric → value at the last step, by seed in order. */
  readonly final: ReadonlyMap<string, readonly number[]>;
  /** Values of a metric by step, of one seed. */
  readonly path: (metric: string, seed: number) => readonly { step: number; value: number }[];
}
/** Methods by name. */
export type MethodTables = ReadonlyMap<string, MethodTable>;

/** Groups measurements by method. */
export function tablesOf(rows: readonly MetricRow[]): MethodTables {
  const methods = Map.groupBy(rows, ({ method }) => method);
  return new Map([...methods].map(([method, mine]) => {
    const seeds = [...new Set(mine.map(({ seed }) => seed))].sort((a, b) => a - b);
    const byMetric = Map.groupBy(mine, ({ metric }) => metric);
    const path = (metric: string, seed: number) =>
      (byMetric.get(metric) ?? []).filter((row) => row.seed === seed)
        .toSorted((a, b) => a.step - b.step);
    const final = new Map(
      [...byMetric.keys()].map((metric) => [
        metric,
        seeds.map((seed) => path(metric, seed).at(-1)?.value ?? NaN),
      ]),
    );
    return [method, { seeds, final, path }];
  }));
}
