import type { MetricRow } from "../base/mod.ts";

/** A metric of a method at the last step that it was measured after, by seed. */
export interface LastValues {
  readonly method: string;
  readonly metric: string;
  readonly step: number;
  /** Value by seed. */
  readonly values: ReadonlyMap<number, number>;
  /** Seeds that the method has rows of, but none of this metric at this step. */
  readonly missing: readonly number[];
}

/**
 * The last values of every metric of every method, in the order in which they first appear.
 *
 * @throws {RangeError} If a value is not finite, a seed or step is not a whole number ≥ 0, or a measurement stands twice.
 */
export function lastValues(rows: readonly MetricRow[]): LastValues[] {
  rows.forEach(requireRow);
  const methods = Map.groupBy(rows, ({ method }) => method);
  const groups = Map.groupBy(rows, ({ method, metric }) => JSON.stringify([method, metric]));
  return [...groups.values()].map((group) => {
    const { method, metric } = group[0]!;
    const step = group.reduce((last, row) => Math.max(last, row.step), 0);
    const last = group.filter((row) => row.step === step);
    const values = new Map(last.map(({ seed, value }) => [seed, value]));
    if (values.size < last.length) throw new RangeError(twice(last));
    const seeds = new Set(methods.get(method)!.map(({ seed }) => seed));
    return {
      method,
      metric,
      step,
      values,
      missing: [...seeds].filter((seed) => !values.has(seed)),
    };
  });
}

function twice(rows: readonly MetricRow[]): string {
  const row = rows.find((row, i) => rows.findIndex(({ seed }) => seed === row.seed) < i)!;
  return `Cannot summarise as a measurement must stand once: ${place(row)} stands twice`;
}

function requireRow(row: MetricRow): void {
  if (!Number.isFinite(row.value)) {
    throw new RangeError(
      `Cannot summarise as ${place(row)} must be finite: current value is ${row.value}`,
    );
  }
  for (const name of ["seed", "step"] as const) {
    if (!(Number.isSafeInteger(row[name]) && row[name] >= 0)) {
      throw new RangeError(
        `Cannot summarise as the ${name} of a row must be a whole number >= 0: current value is ${
          row[name]
        }`,
      );
    }
  }
}

function place({ method, seed, step, metric }: MetricRow): string {
  return `"${metric}" of method "${method}", seed ${seed}, step ${step}`;
}
