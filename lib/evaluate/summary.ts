import type { MetricRow } from "../base/mod.ts";
import { lastValues } from "./last_values.ts";
import { type IntervalOptions, type MeanInterval, meanInterval } from "./mean_interval.ts";

/** A metric of a method at its last step: mean over seeds with its t-interval. */
export interface SummaryRow extends MeanInterval {
  /** Name of the method. */
  readonly method: string;
  /** Name of the metric. */
  readonly metric: string;
  /** The last step that the method's metric was measured after. */
  readonly step: number;
  /** Seeds of the method without a value there: the mean is without them, and a report should say so. */
  readonly missing: readonly number[];
}

/**
 * A table of every method's metrics at the last step: means over seeds with t-intervals, `n` the seeds.
 *
 * @param rows Measurements, in any order.
 * @param options Confidence level.
 * @returns One row a method and metric, in the order in which they first appear.
 * @throws {RangeError} If a value is not finite, a seed or step is not a whole number ≥ 0, a measurement stands twice, or
 * `level` is out of range.
 *
 * @example
 * ```ts
 * import { summarise } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const [row] = summarise([
 *   { method: "dpo", seed: 0, step: 10, metric: "reward", value: 0 },
 *   { method: "dpo", seed: 0, step: 20, metric: "reward", value: 1 },
 *   { method: "dpo", seed: 1, step: 20, metric: "reward", value: 3 },
 * ]);
 *
 * deepEqual([row?.step, row?.mean, row?.n], [20, 2, 2]);
 * ```
 */
export function summarise(
  rows: readonly MetricRow[],
  options: IntervalOptions = {},
): SummaryRow[] {
  return lastValues(rows).map(({ method, metric, step, values, missing }) => ({
    method,
    metric,
    step,
    ...meanInterval([...values.values()], options),
    missing,
  }));
}
