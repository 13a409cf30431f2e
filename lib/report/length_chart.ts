import type { LengthBin } from "../data/mod.ts";
import type { ChartSpec } from "./chart_spec.ts";
import { INK, MUTED, SHADE, themed, WIDTH } from "./theme.ts";

/** Height of a bar and the gap below it, in pixels. */
const BAR_STEP = 22;

/** What {@linkcode lengthChart} says. */
export interface LengthChartOptions {
  /** What lengths are counted in. @default {"tokens"} */
  readonly unit?: string;
  /** Longest row that is trained on; bins that reach beyond it are darker. @default {Infinity} */
  readonly maxLength?: number;
}

/**
 * Chart of how long the rows of a data set are: a bar for each bin.
 *
 * @param bins Bins from short to long, as `countLengths` of room `data` gives them.
 * @throws {RangeError} If there is no bin.
 *
 * @example
 * ```ts
 * import { lengthChart } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * const bins = [{ from: 8, to: 15, rows: 3 }, { from: 16, to: 31, rows: 1 }];
 * equal(lengthChart(bins).description, "Length of the rows, in tokens. 8–15: 3; 16–31: 1.");
 * ```
 */
export function lengthChart(
  bins: readonly LengthBin[],
  { unit = "tokens", maxLength = Infinity }: LengthChartOptions = {},
): ChartSpec {
  if (bins.length === 0) {
    throw new RangeError("Cannot draw lengths as there must be a row: current count is 0");
  }
  const values = bins.map(({ from, to, rows }) => ({
    length: from === to ? `${from}` : `${from}–${to}`,
    rows,
    isLong: to > maxLength,
  }));
  const told = values.map(({ length, rows }) => `${length}: ${rows}`).join("; ");
  const most = Math.max(...bins.map(({ rows }) => rows));
  const y = {
    field: "length",
    type: "ordinal",
    sort: null,
    axis: { title: `Prompt and longest answer (${unit})` },
  };
  const x = {
    field: "rows",
    type: "quantitative",
    // Leaves room for the count at the end of the longest bar.
    scale: { domain: [0, 1.12 * Math.max(1, most)], nice: false },
    axis: { title: "Rows", tickMinStep: 1, tickCount: 6 },
  };
  return themed({
    title: "How long the rows are",
    subtitle: Number.isFinite(maxLength)
      ? `Dark: bins that reach beyond ${maxLength} ${unit}, where rows are cut`
      : "A bar for each bin; bins double",
    description: `Length of the rows, in ${unit}. ${told}.`,
  }, {
    width: WIDTH,
    height: { step: BAR_STEP },
    data: { values },
    layer: [
      {
        mark: { type: "bar" },
        encoding: {
          x,
          y,
          color: {
            field: "isLong",
            type: "nominal",
            legend: null,
            scale: { domain: [false, true], range: [SHADE, MUTED] },
          },
        },
      },
      {
        mark: { type: "text", align: "left", dx: 4, color: INK },
        encoding: { x, y, text: { field: "rows", type: "quantitative" } },
      },
    ],
  });
}
