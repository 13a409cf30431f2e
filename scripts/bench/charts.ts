/** Charts of a bench, as Vega-Lite specifications in the look of the reports. */
import type { ChartSpec, Json } from "../../lib/report/mod.ts";
import { formatNumber } from "../../lib/report/mod.ts";
import { linearScale, logScale } from "../../lib/report/axis_scale.ts";
import { HEIGHT, INK, MUTED, themed, TYPE_SIZE, WIDTH } from "../../lib/report/theme.ts";

/** A point of a line. */
export interface Spot {
  readonly line: string;
  readonly x: number;
  readonly y: number;
}

/** What a line chart says. */
export interface LineWords {
  readonly title: string;
  readonly subtitle: string;
  readonly x: string;
  readonly y: string;
}

/** Blue, vermilion, green, violet, ochre: told apart by every kind of colour vision, in this order. */
const COLOURS = ["#0a5fa8", "#d1490b", "#0b7f5c", "#5a58b8", "#c17a00"];
const ROW = 30;

/**
 * Lines over a logarithmic horizontal axis, with a dot for each measurement: what something costs.
 *
 * @throws {RangeError} If there is no spot.
 */
export function costChart(spots: readonly Spot[], words: LineWords): ChartSpec {
  return lines(spots, words, { x: logScale(), y: logScale(), dots: true });
}

/**
 * Lines over steps.
 *
 * @throws {RangeError} If there is no spot.
 */
export function curveChart(spots: readonly Spot[], words: LineWords): ChartSpec {
  return lines(spots, words, { x: linearScale(), y: linearScale(), dots: false });
}

function lines(
  spots: readonly Spot[],
  { title, subtitle, x, y }: LineWords,
  how: {
    readonly x: ReturnType<typeof linearScale>;
    readonly y: ReturnType<typeof linearScale>;
    readonly dots: boolean;
  },
): ChartSpec {
  requireSome(spots);
  const names = [...new Set(spots.map(({ line }) => line))];
  const [across, up] = [how.x(spots.map(({ x }) => x)), how.y(spots.map(({ y }) => y))];
  const last = names.map((name) => {
    const { x, y } = spots.findLast(({ line }) => line === name)!;
    return `${name} ${formatNumber(y)} at ${formatNumber(x)}`;
  });
  const position = (title: string, field: string, { scale, axis }: typeof across): Json => ({
    field,
    type: "quantitative",
    scale,
    axis: { title, labelFlush: false, ...axis },
  });
  const mark = how.dots ? { type: "line", point: { filled: true, size: 60 } } : { type: "line" };
  return themed({ title, subtitle, description: `${title}. At the end: ${last.join(", ")}.` }, {
    width: WIDTH,
    height: HEIGHT,
    data: { values: spots.map(({ line, x, y }) => ({ line, x, y })) },
    mark,
    encoding: {
      x: position(x, "x", across),
      y: position(y, "y", up),
      color: {
        field: "line",
        type: "nominal",
        scale: { domain: names, range: names.map((_, i) => COLOURS[i % COLOURS.length]!) },
        legend: { title: null, symbolType: "stroke", symbolStrokeWidth: 3 },
      },
      strokeDash: {
        field: "line",
        type: "nominal",
        legend: null,
        // Curves that lie upon each other are both seen.
        scale: { domain: names, range: names.map((_, i) => i === 0 ? [1, 0] : [6, 4]) },
      },
    },
  });
}

/** A ratio with its name. */
export interface Ratio {
  readonly name: string;
  readonly ratio: number;
}

/**
 * Bars of ratios, in figures at their ends, with a rule at 1.
 *
 * @throws {RangeError} If there is none.
 */
export function ratioChart(
  ratios: readonly Ratio[],
  { title, subtitle, x }: Omit<LineWords, "y">,
): ChartSpec {
  requireSome(ratios);
  const values = ratios.map(({ name, ratio }) => ({
    name,
    ratio,
    figure: `${formatNumber(ratio)} ×`,
  }));
  const axis = linearScale()([0, 1, ...ratios.map(({ ratio }) => ratio)]);
  const y = {
    field: "name",
    type: "nominal",
    sort: null,
    axis: { title: null, labelLimit: 0, domain: false, ticks: false, labelColor: INK },
  };
  const told = values.map(({ name, figure }) => `${name} ${figure}`).join(", ");
  return themed({ title, subtitle, description: `${title}: ${told}.` }, {
    width: WIDTH,
    height: ROW * ratios.length,
    data: { values },
    encoding: { y },
    layer: [
      {
        mark: { type: "bar", color: COLOURS[0]!, height: ROW * 0.6 },
        encoding: {
          x: {
            field: "ratio",
            type: "quantitative",
            scale: axis.scale,
            axis: { title: x, grid: true, labelFlush: false, ...axis.axis },
          },
        },
      },
      {
        mark: { type: "text", align: "left", dx: 6, color: INK, fontSize: TYPE_SIZE },
        encoding: { x: { field: "ratio", type: "quantitative" }, text: { field: "figure" } },
      },
      {
        data: { values: [{ one: 1 }] },
        mark: { type: "rule", color: MUTED, strokeDash: [4, 3] },
        encoding: {
          x: { field: "one", type: "quantitative" },
          y: { value: 0 },
          y2: { value: ROW * ratios.length },
        },
      },
    ],
  });
}

function requireSome(values: readonly unknown[]) {
  if (values.length > 0) return;
  throw new RangeError("Cannot draw the chart as there is nothing to draw");
}
