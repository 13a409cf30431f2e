/** A row for each method: its seeds, its interval, its mean, and both in figures. */
import { linearScale } from "./axis_scale.ts";
import { arrows, bars, datum, means, ROW, rule, seeds, words } from "./dot_layers.ts";
import { formatIntervals } from "./format_interval.ts";
import { byLine, type Part } from "./frame.ts";
import { hasEnds } from "./has_ends.ts";
import { methodStyle } from "./method_style.ts";
import type { MethodRow } from "./methods_chart.ts";
import { WIDTH } from "./theme.ts";

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
