/** The layers of a dot plot, from the row's background to its figures. */
import type { AxisScale } from "./axis_scale.ts";
import type { Part } from "./frame.ts";
import { hasEnds } from "./has_ends.ts";
import type { MethodRow } from "./methods_chart.ts";
import { pixels, short } from "./pixels.ts";
import { INK, MUTED, TYPE_SIZE, WIDTH } from "./theme.ts";

/** Height of a row, in pixels. */
export const ROW = 26;
/** Where names end and figures begin, in pixels from the plot's left and right edge. */
const NAME = -12;
const FIGURES = 16;

/** A row's place and interval; what lies outside of the axis is cut. */
export function datum(row: MethodRow, i: number, bold: boolean, { domain: [from, to] }: AxisScale) {
  return {
    line: row.method,
    bold,
    mean: short(row.mean),
    ends: hasEnds(row),
    low: short(Math.max(from, row.low)),
    high: short(Math.min(to, row.high)),
    cutLow: row.low < from,
    cutHigh: row.high > to,
    y: ROW * (i + 0.5),
    nameX: NAME,
    figuresX: WIDTH + FIGURES,
  };
}

/** A row, ready to be drawn. */
export type Datum = ReturnType<typeof datum> & { readonly figures: string };

/** A rule at a value that others are compared with. */
export function rule(level: number | undefined, x: Part): Part[] {
  if (level === undefined) return [];
  return [{
    data: { values: [{ mean: short(level) }] },
    mark: { type: "rule", color: MUTED, strokeDash: [4, 3], opacity: 0.8 },
    encoding: { x },
  }];
}

/** Intervals. */
export function bars(values: readonly Datum[], x: Part, color: Part): Part {
  return {
    data: { values: values.filter(({ ends }) => ends) },
    mark: { type: "rule", strokeWidth: 3, opacity: 0.45 },
    encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y: pixels("y"), color },
  };
}

/** Arrow heads where an interval goes on beyond the axis. */
export function arrows(values: readonly Datum[], color: Part): Part[] {
  const heads = values.filter(({ ends }) => ends).flatMap(({ line, y, cutLow, cutHigh }) => [
    ...(cutLow ? [{ line, y, x: 0, angle: -90 }] : []),
    ...(cutHigh ? [{ line, y, x: WIDTH, angle: 90 }] : []),
  ]);
  if (heads.length === 0) return [];
  return [{
    data: { values: heads },
    mark: { type: "point", shape: "triangle", filled: true, size: 70, opacity: 0.9 },
    encoding: {
      x: pixels("x"),
      y: pixels("y"),
      angle: { field: "angle", type: "quantitative", scale: null },
      color,
    },
  }];
}

/** Single seeds. */
export function seeds(rows: readonly MethodRow[], x: Part, color: Part): Part {
  const values = rows.flatMap(({ method, values = [] }, i) =>
    values.map((value) => ({ line: method, mean: short(value), y: ROW * (i + 0.5) }))
  );
  return {
    data: { values },
    mark: { type: "point", filled: true, size: 28, opacity: 0.4 },
    encoding: { x, y: pixels("y"), color },
  };
}

/** Means. */
export function means(values: readonly Datum[], x: Part, color: Part): Part {
  return {
    data: { values },
    mark: { type: "point", filled: true, opacity: 1, size: 110, shape: "circle" },
    encoding: { x, y: pixels("y"), color },
  };
}

/** Names at the left, figures at the right. */
export function words(values: readonly Datum[], bold: boolean): Part[] {
  const common = { type: "text", baseline: "middle", fontSize: TYPE_SIZE, color: INK };
  const fontWeight = bold ? "bold" : "normal";
  return [
    {
      data: { values },
      mark: { ...common, fontWeight, align: "right" },
      encoding: { x: pixels("nameX"), y: pixels("y"), text: { field: "line", type: "nominal" } },
    },
    {
      data: { values },
      mark: { ...common, fontWeight, align: "left" },
      encoding: {
        x: pixels("figuresX"),
        y: pixels("y"),
        text: { field: "figures", type: "nominal" },
      },
    },
  ];
}
