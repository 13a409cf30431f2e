import type { MetricRow } from "../base/mod.ts";
import { linearScale } from "./axis_scale.ts";
import type { Emphasis, Spread } from "./chart_options.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { lastValues } from "./last_values.ts";
import { methodLines } from "./line.ts";
import { linePlot } from "./line_plot.ts";
import { themed } from "./theme.ts";

/**
 * Chart of the cumulative regret, Σ f_t(θ_t) − min_u Σ f_t(u) in nats, against the updates done; one line a method.
 *
 * @param rows Rows of the metric `regret`; others are passed over.
 * @throws {RangeError} If no row has the metric, or a value is not finite.
 *
 * @example
 * ```ts
 * import { regretChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [1, 2].map((step) => ({ method: "dpo", seed: 0, step, metric: "regret", value: step / 2 }));
 * equal(regretChart(rows).description, "Cumulative regret. At the end: dpo 1 nats.");
 * ```
 */
export function regretChart(
  rows: readonly MetricRow[],
  options: Spread & Emphasis = {},
): ChartSpec {
  const { lines, seeds } = methodLines(rows, "regret", options);
  return themed(
    {
      title: "Cumulative regret",
      subtitle: `Loss of the module played, beyond the best fixed one in hindsight; ${seeds}`,
      description: `Cumulative regret. At the end: ${lastValues(lines)} nats.`,
    },
    linePlot(lines, "Cumulative regret (nats)", linearScale()),
  );
}
