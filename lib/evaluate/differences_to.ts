import type { MetricRow } from "../base/mod.ts";
import { type LastValues, lastValues } from "./last_values.ts";
import type { IntervalOptions } from "./mean_interval.ts";
import { pairedInterval } from "./paired_interval.ts";
import type { SummaryRow } from "./summary.ts";

/** A metric of a method less that of a baseline, each at its last step, matched by seed. */
export interface DifferenceRow extends SummaryRow {
  /** Name of the baseline. */
  readonly baseline: string;
  /** The last step that the baseline's metric was measured after. */
  readonly baselineStep: number;
}

/**
 * A table of differences to a baseline: each method's metrics at its last step less the baseline's at its own, matched by
 * seed, with t-intervals, `n` the seeds that both have. A metric that the baseline lacks has no row.
 *
 * @param rows Measurements, in any order.
 * @param baseline Name of the method to compare with.
 * @param options Confidence level.
 * @returns One row a method and metric, the baseline itself left out; `missing` holds the seeds of either method that
 * the other has no value for.
 * @throws {RangeError} If the baseline has no rows, or a method shares no seed with it; and as {@linkcode summarise}.
 *
 * @example
 * ```ts
 * import { differencesTo } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = (method: string, seed: number, value: number) =>
 *   ({ method, seed, step: 20, metric: "reward", value });
 * const [gain] = differencesTo([
 *   row("dpo", 0, 1), row("dpo", 1, 5), row("ofs-dpo", 0, 2), row("ofs-dpo", 1, 6),
 * ], "dpo");
 *
 * deepEqual([gain?.method, gain?.mean, gain?.low, gain?.high, gain?.n], ["ofs-dpo", 1, 1, 1, 2]);
 * ```
 */
export function differencesTo(
  rows: readonly MetricRow[],
  baseline: string,
  options: IntervalOptions = {},
): DifferenceRow[] {
  const all = lastValues(rows);
  const own = new Map(all.filter((x) => x.method === baseline).map((x) => [x.metric, x]));
  if (own.size === 0) {
    const methods = [...new Set(all.map(({ method }) => method))].join(", ");
    throw new RangeError(
      `Cannot compare with "${baseline}" as it must have rows: current methods are ${methods}`,
    );
  }
  return all.filter(({ method, metric }) => method !== baseline && own.has(metric))
    .map((values) => difference(values, own.get(values.metric)!, options));
}

function difference(a: LastValues, b: LastValues, options: IntervalOptions): DifferenceRow {
  const seeds = [...a.values.keys()].filter((seed) => b.values.has(seed));
  if (seeds.length === 0) {
    throw new RangeError(
      `Cannot compare "${a.metric}" of "${a.method}" with "${b.method}" as they must share a seed: current count is 0`,
    );
  }
  const valuesOf = ({ values }: LastValues) => seeds.map((seed) => values.get(seed)!);
  const either = new Set([a, b].flatMap(({ values, missing }) => [...values.keys(), ...missing]));
  return {
    method: a.method,
    baseline: b.method,
    metric: a.metric,
    step: a.step,
    baselineStep: b.step,
    ...pairedInterval(valuesOf(a), valuesOf(b), options),
    missing: [...either].filter((seed) => !seeds.includes(seed)),
  };
}
