import type { MakeScale } from "./axis_scale.ts";
import type { Json } from "./chart_spec.ts";
import { endLabels } from "./end_labels.ts";
import { byLine, type Frame, frameOf, type Part } from "./frame.ts";
import { hasEnds } from "./has_ends.ts";
import type { Line } from "./line.ts";
import { short } from "./pixels.ts";
import { HEIGHT, WIDTH } from "./theme.ts";

/** More points than these are a line and need no dots. */
export const MOST_DOTS = 12;

/** Lines of more points than these are thinner, so that their noise does not fill the plot. */
const BUSY = 60;

/** What {@linkcode linePlot} draws besides the lines. */
export interface LinePlotOptions {
  /** Layers below the lines. @default none */
  readonly under?: (frame: Frame) => readonly Part[];
}

/**
 * Draws lines over updates, each with its name at its end, as a part of a Vega-Lite specification.
 *
 * @param lines What to draw.
 * @param yTitle Title of the vertical axis, with its unit.
 * @param makeScale Kind of the vertical axis.
 */
export function linePlot(
  lines: readonly Line[],
  yTitle: string,
  makeScale: MakeScale,
  { under = () => [] }: LinePlotOptions = {},
): Part {
  // What stands out is drawn last.
  const drawn = [...lines].sort((a, b) => Number(a.bold) - Number(b.bold));
  const frame = frameOf(drawn, yTitle, makeScale);
  const dotted = drawn.filter(({ points }) => points.length > 1 && points.length <= MOST_DOTS);
  return {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      ...under(frame),
      bands(drawn.filter(({ bold }) => bold), frame),
      paths(drawn, frame),
      ...(dotted.length > 0 ? [dots(dotted, drawn, frame)] : []),
      ...endLabels(lines, frame),
    ],
  };
}

/** Intervals around means. */
export function bands(lines: readonly Line[], { x, y, colour, axis }: Frame): Part {
  const within = (value: number) => Math.min(axis.domain[1], Math.max(axis.domain[0], value));
  return {
    data: {
      values: lines.flatMap(({ name, points }) =>
        points.filter(hasEnds).map(({ step, low, high }) => ({
          line: name,
          step,
          low: short(within(low)),
          high: short(within(high)),
        }))
      ),
    },
    mark: { type: "area", clip: true, opacity: 0.15 },
    encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color: colour },
  };
}

/** Means, joined. */
export function paths(lines: readonly Line[], frame: Frame): Part {
  return {
    data: { values: lines.flatMap((line) => points(line, reaching(line, frame.last))) },
    mark: { type: "line", clip: true, strokeCap: "round", strokeJoin: "round" },
    encoding: {
      x: frame.x,
      y: { ...frame.y, field: "mean" },
      color: frame.colour,
      strokeDash: byLine(lines, ({ style }) => style.dash),
      strokeWidth: byLine(
        lines,
        ({ bold, points }) => (bold ? 2 : 1) * (points.length > BUSY ? 0.9 : 1.3),
      ),
      opacity: byLine(lines, ({ bold }) => bold ? 1 : 0.8),
    },
  };
}

/** Dots on some of all lines. */
export function dots(lines: readonly Line[], all: readonly Line[], { x, y, colour }: Frame): Part {
  return {
    data: { values: lines.flatMap((line) => points(line, line.points)) },
    mark: { type: "point", filled: true, opacity: 1 },
    encoding: {
      x,
      y: { ...y, field: "mean" },
      color: colour,
      shape: byLine(all, ({ style }) => style.shape),
      size: byLine(all, ({ bold }) => bold ? 60 : 30),
      tooltip: [{ field: "line", title: "method" }, { field: "step" }, { field: "mean" }],
    },
  };
}

function points({ name }: Line, list: Line["points"]): Json[] {
  return list.map(({ step, mean }) => ({ line: name, step, mean: short(mean) }));
}

/** The line from its first to the `last` update of the chart. */
function reaching({ points }: Line, last: number): Line["points"] {
  const [only] = points;
  return points.length === 1 ? [{ ...only!, step: 0 }, { ...only!, step: last }] : points;
}
