import type { MetricRow } from "../base/mod.ts";
import { logScale } from "./axis_scale.ts";
import type { RoleOptions, Spread } from "./chart_options.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { lastValues } from "./last_values.ts";
import { linePlot } from "./line_plot.ts";
import { floorLine, roleLines } from "./role_lines.ts";
import { themed } from "./theme.ts";

/**
 * Chart of the mean |∂L/∂h| of both roles of a method and of its rival on a logarithmic axis, beside αβ/2: the slope
 * that the chase leaves where both margins are equal, while that of DPO vanishes.
 *
 * @param rows Rows of the metrics `slope_F`, `slope_S` and `floor` (αβ/2); others are passed over.
 * @throws {RangeError} If neither method has a row of `slope_F`, or a value is not finite.
 *
 * @example
 * ```ts
 * import { gradientChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = Object.entries({ slope_F: 0.06, slope_S: 0.02, floor: 0.005 })
 *   .map(([metric, value]) => ({ method: "ofs-dpo", seed: 0, step: 0, metric, value }));
 * equal(
 *   gradientChart(rows).description,
 *   "Mean |∂L/∂h|. At the end: ofs-dpo: F 0.0600, ofs-dpo: S 0.0200, αβ/2 0.00500.",
 * );
 * ```
 */
export function gradientChart(
  rows: readonly MetricRow[],
  options: RoleOptions & Spread = {},
): ChartSpec {
  const { lines, seeds } = roleLines(rows, "slope", options);
  const all = [...lines, ...floorLine(rows, options)];
  return themed(
    {
      title: "Gradient at the margin",
      subtitle: `αβ/2: what the chase adds where both margins are equal; ${seeds}`,
      description: `Mean |∂L/∂h|. At the end: ${lastValues(all)}.`,
    },
    linePlot(all, "Mean |∂L/∂h|, no unit (log scale)", logScale()),
  );
}
