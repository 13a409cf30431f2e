import type { MetricRow } from "../base/mod.ts";
import { linearScale, logScale } from "./axis_scale.ts";
import type { Emphasis, Spread } from "./chart_options.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { lastValues } from "./last_values.ts";
import { methodLines } from "./line.ts";
import { linePlot } from "./line_plot.ts";
import { themed } from "./theme.ts";

/** What {@linkcode metricChart} says. */
export interface MetricChartOptions extends Spread, Emphasis {
  /** Title of the chart. */
  readonly title: string;
  /** What the metric is, with its unit. */
  readonly valueTitle: string;
  /** Whether the vertical axis is logarithmic. @default {false} */
  readonly log?: boolean;
}

/**
 * Chart of any metric against the updates done, one line a method.
 *
 * @param rows Rows of the metric; others are passed over.
 * @param metric Name of the metric.
 * @throws {RangeError} If no row has the metric, or a value is not finite.
 *
 * @example
 * ```ts
 * import { metricChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [1, 2].map((step) => ({ method: "dpo", seed: 0, step, metric: "norm", value: step }));
 * const options = { title: "Length", valueTitle: "‖θ‖" };
 * equal(metricChart(rows, "norm", options).description, "Length. At the end: dpo 2.");
 * ```
 */
export function metricChart(
  rows: readonly MetricRow[],
  metric: string,
  { title, valueTitle, log = false, ...options }: MetricChartOptions,
): ChartSpec {
  const { lines, seeds } = methodLines(rows, metric, options);
  return themed(
    {
      title,
      subtitle: seeds,
      description: `${title}. At the end: ${lastValues(lines)}.`,
    },
    linePlot(lines, valueTitle, log ? logScale() : linearScale()),
  );
}
