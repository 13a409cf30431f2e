/** What a line chart draws: lines with a name, a look and points. */
import type { MetricRow } from "../base/mod.ts";
import { average, type Point, type Series } from "./average.ts";
import type { Emphasis, Spread } from "./chart_options.ts";
import { type MethodStyle, methodStyle } from "./method_style.ts";

/** A name and how what it names looks. */
export interface Look {
  /** What the label says. */
  readonly name: string;
  /** Colour, symbol, dashes. */
  readonly style: MethodStyle;
  /** Whether it stands out: thick, with a band, its label bold. */
  readonly bold: boolean;
}

/** A line and how it looks. */
export interface Line extends Look {
  /** At least one; a single one becomes a level across the chart. */
  readonly points: readonly Point[];
}

/** As many lines can all stand out without hiding each other. */
const FEW = 4;

/** Which of `methods` stand out. */
export function standingOut(
  methods: readonly string[],
  { emphasis = ["ofs-dpo", "dpo"] }: Emphasis = {},
): (method: string) => boolean {
  return methods.length <= FEW
    ? (method) => method !== "reference"
    : (method) => emphasis.includes(method);
}

/**
 * One line a method.
 *
 * @throws {RangeError} If no row has the metric.
 */
export function methodLines(
  rows: readonly MetricRow[],
  metric: string,
  options: Spread & Emphasis = {},
): { readonly lines: readonly Line[]; readonly seeds: string } {
  const series = average(rows, metric, options);
  requireSeries(series, metric);
  const bold = standingOut(series.map(({ method }) => method), options);
  const lines = series.map(({ method, points }) => ({
    name: method,
    style: methodStyle(method),
    bold: bold(method),
    points,
  }));
  return { lines, seeds: seedsText(series, options) };
}

/** Says that a chart needs rows that are not there. */
export function requireSeries(series: readonly unknown[], metric: string) {
  if (series.length > 0) return;
  throw new RangeError(
    `Cannot draw the chart as no row has the metric "${metric}": run a method that reports it`,
  );
}

/** "mean of 5 seeds; band: lowest to highest seed". */
export function seedsText(
  series: readonly Series[],
  { intervalName = "lowest to highest seed" }: Spread = {},
): string {
  const counts = series.map(({ seeds }) => seeds);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) return "one seed";
  return `mean of ${least === most ? most : `${least} to ${most}`} seeds; band: ${intervalName}`;
}
