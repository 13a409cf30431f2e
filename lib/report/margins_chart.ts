import type { MetricRow } from "../base/mod.ts";
import { linearScale } from "./axis_scale.ts";
import type { RoleOptions, Spread } from "./chart_options.ts";
import type { ChartSpec } from "./chart_spec.ts";
import type { Frame, Part } from "./frame.ts";
import { lastValues } from "./last_values.ts";
import { linePlot } from "./line_plot.ts";
import { roleLines } from "./role_lines.ts";
import { roleStrip } from "./role_strip.ts";
import { reigns, swaps } from "./role_swaps.ts";
import { MUTED, themed } from "./theme.ts";

/**
 * Chart of the margins β·h of both roles of a method and of its rival; a rule stands where the modules of a run swapped
 * roles, and a strip below tells, seed by seed, which module played F.
 *
 * @param rows Rows of the metrics `margin_F`, `margin_S` (β·h in nats) and `role`; others are passed over.
 * @throws {RangeError} If neither method has a row of `margin_F`, or a value is not finite.
 *
 * @example
 * ```ts
 * import { marginsChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = Object.entries({ margin_F: 1.5, margin_S: 0.5, role: 0 })
 *   .map(([metric, value]) => ({ method: "ofs-dpo", seed: 0, step: 0, metric, value }));
 * equal(
 *   marginsChart(rows).description,
 *   "Margins β·h in nats. At the end: ofs-dpo: F 1.50, ofs-dpo: S 0.500. Role swaps: 0.",
 * );
 * ```
 */
export function marginsChart(
  rows: readonly MetricRow[],
  options: RoleOptions & Spread = {},
): ChartSpec {
  const { lines, seeds } = roleLines(rows, "margin", options);
  const stretches = reigns(rows, options.method ?? "ofs-dpo");
  const swapped = swaps(stretches);
  const plot = linePlot(lines, "Margin β·h (nats)", linearScale(), {
    under: (frame) => rules(swapped, frame),
  });
  const last = Math.max(...lines.flatMap(({ points }) => points.map(({ step }) => step)));
  return themed(
    {
      title: "Margins of the two modules",
      subtitle: `Grey rules: a swap of roles; ${seeds}`,
      description: `Margins β·h in nats. At the end: ${
        lastValues(lines)
      }. Role swaps: ${swapped.length}.`,
    },
    stretches.length === 0 ? plot : {
      vconcat: [plot, roleStrip(stretches, last)],
      spacing: 14,
      resolve: { scale: { color: "independent" }, legend: { color: "independent" } },
    },
  );
}

/** A rule at each update at which a run swapped roles; the more there are, the paler. */
function rules(steps: readonly number[], { x }: Frame): Part[] {
  if (steps.length === 0) return [];
  return [{
    data: { values: steps.map((step) => ({ step })) },
    mark: {
      type: "rule",
      color: MUTED,
      strokeWidth: 1,
      opacity: Math.min(0.5, Math.max(0.15, 5 / steps.length)),
    },
    encoding: { x },
  }];
}
