import type { ChartSpec } from "./chart_spec.ts";
import { deltaPanels } from "./delta_panels.ts";
import { formatNumber } from "./format_number.ts";
import { themed } from "./theme.ts";

/** What a way to combine modules keeps of one of them. */
export type DeltaRow = {
  /** Name of the way to combine. */
  readonly mode: string;
  /** Name of the module, or of what else the combination is compared with. */
  readonly module: string;
  /** Name of what was measured. */
  readonly metric: string;
  /** What was measured, in the metric's unit. */
  readonly value: number;
};

/** What {@linkcode deltaChart} says. */
export interface DeltaChartOptions {
  /** Titles of axes by metric, with their units. @default the names of the metrics */
  readonly titles?: Readonly<Record<string, string>>;
}

/**
 * Chart of what each way to combine modules keeps of each module: a panel a metric, a row a mode, a dot a module. Metrics
 * may be the cosine of the combination's ΔW with each module's, or its relative error to the exact sum.
 *
 * @param rows One row a mode, module and metric, in the order in which they are to stand.
 * @throws {RangeError} If there is no row, a value is not finite, or one measurement is given twice.
 *
 * @example
 * ```ts
 * import { deltaChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const rows = [{ mode: "ties", module: "news", metric: "cosine", value: 0.75 }];
 * equal(deltaChart(rows).description, "What is kept of each module. cosine: ties: news 0.750.");
 * ```
 */
export function deltaChart(
  rows: readonly DeltaRow[],
  { titles = {} }: DeltaChartOptions = {},
): ChartSpec {
  requireRows(rows);
  const title = (metric: string) => Object.hasOwn(titles, metric) ? titles[metric]! : metric;
  const metrics = [...Map.groupBy(rows, ({ metric }) => metric)];
  const told = metrics.map(([metric, own]) => `${title(metric)}: ${inWords(own)}`);
  return themed(
    {
      title: "What combining keeps of each module",
      subtitle: "A row for each way to combine, a dot for each module",
      description: `What is kept of each module. ${told.join(". ")}.`,
    },
    deltaPanels(metrics.map(([metric, own]) => ({ title: title(metric), rows: own }))),
  );
}

/** "ties: news 0.750, reviews 0.500; svd: …". */
function inWords(rows: readonly DeltaRow[]): string {
  return [...Map.groupBy(rows, ({ mode }) => mode)].map(([mode, own]) => {
    const values = own.map(({ module, value }) => `${module} ${formatNumber(value)}`).join(", ");
    return `${mode}: ${values}`;
  }).join("; ");
}

function requireRows(rows: readonly DeltaRow[]): void {
  if (rows.length === 0) {
    throw new RangeError("Cannot compare modes as there must be a row: current count is 0");
  }
  const seen = new Set<string>();
  for (const { mode, module, metric, value } of rows) {
    const where = `${metric} of ${mode} and ${module}`;
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot compare modes as ${where} must be finite: current value is ${value}`,
      );
    }
    if (seen.has(where)) throw new RangeError(`Cannot compare modes as ${where} is given twice`);
    seen.add(where);
  }
}
