import type { MetricRow } from "../base/mod.ts";
import { linearScale } from "./axis_scale.ts";
import type { Emphasis, Spread } from "./chart_options.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { lastValues } from "./last_values.ts";
import { methodLines } from "./line.ts";
import { linePlot } from "./line_plot.ts";
import { themed } from "./theme.ts";

/**
 * Chart of the losses f_t(θ_t) of what was played, taken on each round before it was learnt from; one line a method.
 *
 * @param rows Rows of the metric `loss`, in nats; others are passed over.
 * @throws {RangeError} If no row has the metric, or a value is not finite.
 *
 * @example
 * ```ts
 * import { lossChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [1, 2].map((step) => ({ method: "dpo", seed: 0, step, metric: "loss", value: 1 / step }));
 * equal(lossChart(rows).description, "Loss of each round. At the end: dpo 0.500 nats.");
 * ```
 */
export function lossChart(
  rows: readonly MetricRow[],
  options: Spread & Emphasis = {},
): ChartSpec {
  const { lines, seeds } = methodLines(rows, "loss", options);
  return themed(
    {
      title: "Loss of each round",
      subtitle: `f_t of the module played, before it learns from the round; ${seeds}`,
      description: `Loss of each round. At the end: ${lastValues(lines)} nats.`,
    },
    linePlot(lines, "Loss f_t (nats)", linearScale()),
  );
}
