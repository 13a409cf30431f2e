/** A row for each method: its seeds, its interval, its mean, and both in figures. */
import { type AxisScale, linearScale } from "./axis_scale.ts";
import { formatIntervals } from "./format_interval.ts";
import { byLine, type Part } from "./frame.ts";
import { hasEnds } from "./has_ends.ts";
import { methodStyle } from "./method_style.ts";
import type { MethodRow } from "./methods_chart.ts";
import { pixels, short } from "./pixels.ts";
import { INK, MUTED, TYPE_SIZE, WIDTH } from "./theme.ts";

/** Height of a row, in pixels. */
const ROW = 26;
/** Where names end and figures begin, in pixels from the plot's left and right edge. */
const NAME = -12;
const FIGURES = 16;

/**
 * Draws the rows in the order given.
 *
 * @param bold Which methods stand out.
 * @param level Value that a rule marks.
 */
export function dotPlot(
  rows: readonly MethodRow[],
  valueTitle: string,
  bold: (method: string) => boolean,
  level?: number,
): Part {
  const axis = linearScale()(shown(rows));
  const x: Part = {
    field: "mean",
    type: "quantitative",
    scale: axis.scale,
    axis: { title: valueTitle, grid: true, labelFlush: false, ...axis.axis },
  };
  const colour = byLine(
    rows.map(({ method }) => ({ name: method, style: methodStyle(method) })),
    ({ style }) => style.colour,
  );
  const figures = formatIntervals(rows);
  const values = rows.map((row, i) => ({
    ...datum(row, i, bold(row.method), axis),
    figures: figures[i]!,
  }));
  return {
    width: WIDTH,
    height: ROW * rows.length,
    layer: [
      ...rule(level, x),
      bars(values, x, colour),
      ...arrows(values, colour),
      seeds(rows, x, colour),
      means(values, x, colour),
      ...[true, false].flatMap((weight) =>
        words(values.filter(({ bold }) => bold === weight), weight)
      ),
    ],
  };
}

/** Means, seeds, and ends of intervals as far as they do not dwarf the means. */
function shown(rows: readonly MethodRow[]): number[] {
  const inner = rows.flatMap(({ mean, values = [] }) => [mean, ...values]);
  const [low, high] = [Math.min(...inner), Math.max(...inner)];
  const room = high - low || Infinity;
  const ended = rows.filter(hasEnds);
  const lows = ended.map((row) => Math.max(row.low, low - room));
  const highs = ended.map((row) => Math.min(row.high, high + room));
  return [...inner, ...lows, ...highs];
}

/** A row's place and interval; what lies outside of the axis is cut. */
function datum(row: MethodRow, i: number, bold: boolean, { domain: [from, to] }: AxisScale) {
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

type Datum = ReturnType<typeof datum> & { readonly figures: string };

function rule(level: number | undefined, x: Part): Part[] {
  if (level === undefined) return [];
  return [{
    data: { values: [{ mean: short(level) }] },
    mark: { type: "rule", color: MUTED, strokeDash: [4, 3], opacity: 0.8 },
    encoding: { x },
  }];
}

function bars(values: readonly Datum[], x: Part, color: Part): Part {
  return {
    data: { values: values.filter(({ ends }) => ends) },
    mark: { type: "rule", strokeWidth: 3, opacity: 0.45 },
    encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y: pixels("y"), color },
  };
}

/** Arrow heads where an interval goes on beyond the axis. */
function arrows(values: readonly Datum[], color: Part): Part[] {
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

function seeds(rows: readonly MethodRow[], x: Part, color: Part): Part {
  const values = rows.flatMap(({ method, values = [] }, i) =>
    values.map((value) => ({ line: method, mean: short(value), y: ROW * (i + 0.5) }))
  );
  return {
    data: { values },
    mark: { type: "point", filled: true, size: 28, opacity: 0.4 },
    encoding: { x, y: pixels("y"), color },
  };
}

function means(values: readonly Datum[], x: Part, color: Part): Part {
  return {
    data: { values },
    mark: { type: "point", filled: true, opacity: 1, size: 110, shape: "circle" },
    encoding: { x, y: pixels("y"), color },
  };
}

/** Names at the left, figures at the right. */
function words(values: readonly Datum[], bold: boolean): Part[] {
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
