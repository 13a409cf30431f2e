import type { Table } from "../base/table.ts";
import { chart } from "./chart.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { DISPLAY, type Displayable } from "./display.ts";
import { isTable } from "./table.ts";
import { tableHtml, type TableOptions } from "./table_html.ts";
import { tableMarkdown } from "./table_markdown.ts";

/**
 * A table or a chart for a notebook: as the last value of a cell it is shown.
 *
 * @param thing Rows, an arquero table, or a Vega-Lite specification.
 * @throws {TypeError} If it is none of these.
 *
 * @example
 * ```ts
 * import { show } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const shown = await show([{ method: "dpo", reward: 0.71234 }])[Symbol.for("Jupyter.display")]!();
 * equal(shown["text/plain"], "| method | reward |\n| :--- | -----: |\n| dpo | 0.712 |\n");
 * ```
 */
export function show(
  thing: Table | ChartSpec | readonly object[],
  options: TableOptions = {},
): Displayable {
  if (isTable(thing) || isRows(thing)) {
    return {
      [DISPLAY]: () =>
        Promise.resolve({
          "text/html": tableHtml(thing, options),
          "text/plain": tableMarkdown(thing, options),
        }),
    };
  }
  if (typeof thing === "object" && thing !== null && "$schema" in thing) return chart(thing);
  throw new TypeError(
    `Cannot show a thing that is neither rows, a table nor a chart: current value is ${
      String(thing)
    }`,
  );
}

function isRows(thing: unknown): thing is readonly object[] {
  return Array.isArray(thing) && thing.every((row) => typeof row === "object" && row !== null);
}
