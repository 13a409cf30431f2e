/** Rows of several seeds → one line a method. */
import type { Interval, MetricRow } from "../base/mod.ts";
import type { Spread } from "./chart_options.ts";

/** What a method measured at one step, over its seeds. */
export interface Point extends Interval {
  /** Updates done. */
  readonly step: number;
}

/** A metric of one method over the steps. */
export interface Series {
  /** Name of the method. */
  readonly method: string;
  /** How many seeds it ran with. */
  readonly seeds: number;
  /** By step, ascending. */
  readonly points: readonly Point[];
}

/** The mean, and the lowest and highest value. */
export function range(values: readonly number[]): Interval {
  const sum = values.reduce((total, value) => total + value, 0);
  return { mean: sum / values.length, low: Math.min(...values), high: Math.max(...values) };
}

/**
 * Averages a metric over seeds. A step that not every seed of the method reached is left out: a mean over the runs that
 * survived is no mean over the runs.
 *
 * @returns One series a method, in the order in which methods appear; none where no row has the metric.
 * @throws {RangeError} If a value is not finite, or one measurement is given twice.
 */
export function average(
  rows: readonly MetricRow[],
  metric: string,
  { interval = range }: Spread = {},
): Series[] {
  const methods = new Map<string, Map<number, Map<number, number>>>(); // method → step → seed → value
  for (const row of rows) {
    if (row.metric !== metric) continue;
    const steps = entry(methods, row.method, () => new Map<number, Map<number, number>>());
    put(entry(steps, row.step, () => new Map<number, number>()), row);
  }
  return Array.from(methods, ([method, steps]) => {
    const seeds = new Set([...steps.values()].flatMap((values) => [...values.keys()])).size;
    const points = [...steps]
      .filter(([, values]) => values.size === seeds)
      .map(([step, values]) => ({ step, ...interval([...values.values()]) }))
      .sort((a, b) => a.step - b.step);
    return { method, seeds, points };
  }).filter(({ points }) => points.length > 0);
}

function put(values: Map<number, number>, row: MetricRow) {
  const where = `${row.metric} of ${row.method}, seed ${row.seed}, step ${row.step}`;
  if (!Number.isFinite(row.value)) {
    throw new RangeError(
      `Cannot average ${where} as it must be finite: current value is ${row.value}`,
    );
  }
  if (values.has(row.seed)) throw new RangeError(`Cannot average ${where} as it is given twice`);
  values.set(row.seed, row.value);
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
