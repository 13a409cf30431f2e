import type { TaskRow } from "../evaluate/mod.ts";
import { average } from "./average.ts";
import type { Emphasis, Spread } from "./chart_options.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { forgettingPanels } from "./forgetting_panels.ts";
import { lastValues } from "./last_values.ts";
import { seedsText, standingOut } from "./line.ts";
import { methodStyle } from "./method_style.ts";
import { streamOf } from "./task_entries.ts";
import type { TaskOptions } from "./task_options.ts";
import { themed } from "./theme.ts";

/** What {@linkcode forgettingChart} says and marks. */
export interface ForgettingChartOptions extends TaskOptions, Spread, Emphasis {
  /** What the rows' `step` counts. @default {"Domains trained on"} */
  readonly stepTitle?: string;
}

/**
 * Chart of the score on each domain while a stream of domains goes on: a panel a domain, in it a line a method. The time at
 * which a panel's own domain was trained on is shaded; what falls behind it is forgotten.
 *
 * @param rows Rows of the metric, as `taskRows` of room `evaluate` gives them; others are passed over.
 * @throws {RangeError} If no row has the metric, a value is not finite, or one measurement is given twice.
 *
 * @example
 * ```ts
 * import { forgettingChart } from "@fastslow/fastslow/report";
 * import { taskMatrix, taskRows } from "@fastslow/fastslow/evaluate";
 * import { equal } from "node:assert/strict";
 *
 * const matrix = taskMatrix(["news", "reviews"], [[0.75, 0.5], [0.625, 0.875]]);
 * equal(
 *   forgettingChart(taskRows(matrix, "ofs-dpo")).description,
 *   "Score on each domain over the stream. At the end: on news: ofs-dpo 0.625; on reviews: ofs-dpo 0.875.",
 * );
 * ```
 */
export function forgettingChart(
  rows: readonly TaskRow[],
  options: ForgettingChartOptions = {},
): ChartSpec {
  const { metric = "score", valueTitle = "Score", stepTitle = "Domains trained on" } = options;
  const { domains } = streamOf(rows, metric);
  const methods = [
    ...new Set(rows.filter((row) => row.metric === metric).map((row) => row.method)),
  ];
  const bold = standingOut(methods, options);
  const all = domains.map((domain) => ({
    domain,
    series: average(rows.filter(({ on }) => on === domain), metric, options),
  }));
  const panels = all.map(({ domain, series }) => ({
    domain,
    lines: series.map(({ method, points }) => ({
      name: method,
      style: methodStyle(method),
      bold: bold(method),
      points,
    })),
  }));
  const ends = panels.map(({ domain, lines }) => `on ${domain}: ${lastValues(lines)}`).join("; ");
  const seeds = seedsText(all.flatMap(({ series }) => series), options);
  return themed(
    {
      title: "Each domain while the stream goes on",
      subtitle: `Shaded: while the domain itself is trained on; ${seeds}`,
      description: `${valueTitle} on each domain over the stream. At the end: ${ends}.`,
    },
    forgettingPanels(panels, {
      rows: rows.filter((row) => row.metric === metric),
      valueTitle,
      stepTitle,
    }),
  );
}
