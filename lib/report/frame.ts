/** The axes of a plot of lines over updates, and the looks of its lines, as Vega-Lite encodings. */
import type { AxisScale, MakeScale } from "./axis_scale.ts";
import type { Json } from "./chart_spec.ts";
import { hasEnds } from "./has_ends.ts";
import type { Line } from "./line.ts";
import { linearTicks } from "./ticks.ts";

/** A part of a Vega-Lite specification. */
export type Part = Readonly<Record<string, Json>>;

/** What the layers of a plot share. */
export interface Frame {
  /** Last update on the horizontal axis. */
  readonly last: number;
  /** The vertical axis. */
  readonly axis: AxisScale;
  /** Encoding of the horizontal position, field `step`. */
  readonly x: Part;
  /** Encoding of the vertical position, without a field. */
  readonly y: Part;
  /** Encoding of the colour, field `line`. */
  readonly colour: Part;
}

/** The frame around lines. */
export function frameOf(
  lines: readonly Line[],
  yTitle: string,
  makeScale: MakeScale,
  xTitle = "Updates done",
): Frame {
  const axis = makeScale(shown(lines));
  const last = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ step }) => step)));
  return {
    last,
    axis,
    x: {
      field: "step",
      type: "quantitative",
      scale: { domain: [0, last], nice: false },
      axis: {
        title: xTitle,
        format: "d",
        labelFlush: false,
        values: linearTicks(0, Math.max(8, last), 8).ticks,
      },
    },
    y: { type: "quantitative", scale: axis.scale, axis: { title: yTitle, ...axis.axis } },
    colour: byLine(lines, ({ style }) => style.colour),
  };
}

/** An encoding that looks up something about each line. */
export function byLine<L extends Pick<Line, "name">>(
  lines: readonly L[],
  look: (line: L) => Json,
): Part {
  const range = lines.map(look);
  return {
    field: "line",
    // Vega-Lite warns of sizes that stand for names, and of symbols that stand for an order.
    type: range.every((value) => typeof value === "number") ? "ordinal" : "nominal",
    legend: null,
    scale: { type: "ordinal", domain: lines.map(({ name }) => name), range },
  };
}

/** Values that the vertical axis must reach: all means, and bands as far as they do not dwarf the means. */
function shown(lines: readonly Line[]): number[] {
  const means = lines.flatMap(({ points }) => points.map(({ mean }) => mean));
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const banded = lines.filter(({ bold }) => bold).flatMap(({ points }) => points.filter(hasEnds));
  const lows = banded.map((point) => Math.max(point.low, 2 * low - high));
  const highs = banded.map((point) => Math.min(point.high, 2 * high - low));
  return [...means, ...lows, ...highs];
}
