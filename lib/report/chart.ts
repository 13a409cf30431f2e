import type { ChartSpec } from "./chart_spec.ts";
import { chartSvg } from "./chart_svg.ts";
import { DISPLAY, type Displayable } from "./display.ts";

/** The one schema that notebooks know by its MIME type; what this room draws means the same in it. */
const NOTEBOOK_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

/**
 * A chart for a notebook: as the last value of a cell it is shown, as an interactive chart where the notebook knows
 * Vega-Lite and as a picture elsewhere.
 *
 * @param spec A Vega-Lite specification with its data inlined, as the chart functions return it.
 *
 * @example
 * ```ts
 * import { chart, regretChart } from "@fastslow/fastslow/report";
 * import { deepEqual } from "node:assert/strict";
 *
 * const rows = [1, 2].map((step) => ({ method: "dpo", seed: 0, step, metric: "regret", value: step / 2 }));
 * const shown = await chart(regretChart(rows))[Symbol.for("Jupyter.display")]!();
 * deepEqual(Object.keys(shown), ["application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"]);
 * ```
 */
export function chart(spec: ChartSpec): Displayable {
  return {
    [DISPLAY]: async () => ({
      "application/vnd.vegalite.v5+json": { ...spec, $schema: NOTEBOOK_SCHEMA },
      "image/svg+xml": await chartSvg(spec),
      "text/plain": spec.description,
    }),
  };
}
