import type { TaskRow } from "../evaluate/mod.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { formatColumn } from "./format_column.ts";
import { matrixPanels } from "./matrix_panels.ts";
import { streamOf, taskEntries, type TaskEntry } from "./task_entries.ts";
import type { TaskOptions } from "./task_options.ts";
import { themed } from "./theme.ts";

/**
 * Chart of the task × time matrix: a panel a method, a row for each domain trained on, a column for each domain measured,
 * the mean over seeds in each cell. All panels share one scale of colours. Down a column one sees what later domains did.
 *
 * @param rows Rows of the metric, as `taskRows` of room `evaluate` gives them; others are passed over. A cell shows the last
 * step after its domain; one that not every seed of the method reached is left out.
 * @throws {RangeError} If no row has the metric, a value is not finite, or one measurement is given twice.
 *
 * @example
 * ```ts
 * import { matrixChart } from "@fastslow/fastslow/report";
 * import { taskMatrix, taskRows } from "@fastslow/fastslow/evaluate";
 * import { equal } from "node:assert/strict";
 *
 * const matrix = taskMatrix(["news", "reviews"], [[0.75, 0.5], [0.625, 0.875]]);
 * equal(
 *   matrixChart(taskRows(matrix, "ofs-dpo")).description,
 *   "Score on each domain after each. ofs-dpo: after news: news 0.750, reviews 0.500; " +
 *     "after reviews: news 0.625, reviews 0.875.",
 * );
 * ```
 */
export function matrixChart(
  rows: readonly TaskRow[],
  { metric = "score", valueTitle = "Score" }: TaskOptions = {},
): ChartSpec {
  const stream = streamOf(rows, metric);
  const entries = taskEntries(rows, metric);
  const { cells } = formatColumn(entries.map(({ mean }) => mean));
  const told = entries.map((entry, i) => ({ ...entry, text: cells[i]! }));
  return themed(
    {
      title: "Each domain, after training on each",
      subtitle:
        "Mean over seeds; framed: the domain trained on last; down a column: what later domains did",
      description: `${valueTitle} on each domain after each. ${inWords(told, stream.afters)}.`,
    },
    matrixPanels(told, stream, valueTitle),
  );
}

/** "dpo: after news: news 0.750, reviews 0.500; after reviews: …". */
function inWords(
  entries: readonly (TaskEntry & { readonly text: string })[],
  afters: readonly (string | null)[],
): string {
  const methods = [...Map.groupBy(entries, ({ method }) => method)];
  return methods.map(([method, own]) => {
    const rows = afters.map((after) => own.filter((entry) => entry.after === after))
      .filter((row) => row.length > 0)
      .map((row) => {
        const scores = row.map(({ on, text }) => `${on} ${text}`).join(", ");
        return `${row[0]!.after === null ? "before any" : `after ${row[0]!.after}`}: ${scores}`;
      });
    return `${method}: ${rows.join("; ")}`;
  }).join(". ");
}
