/** What all charts have in common: their size, their greys, their type. */
import type { ChartSpec, Json } from "./chart_spec.ts";

/** Width of the plot, without axes and labels, in pixels. */
export const WIDTH = 600;
/** Height of the plot, in pixels. */
export const HEIGHT = 340;
/** Size of the type on axes and labels, in pixels. */
export const TYPE_SIZE = 12;
/** Colour of text and emphasised lines. */
export const INK = "#1f2328";
/** Colour of what explains. */
export const MUTED = "#59636e";
/** Colour of grid lines. */
export const GRID = "#e4e8ec";
/** Colour of areas that are there to be told from others. */
export const SHADE = "#cbd3db";
/** Colour behind a chart, so that it can be read on any page. */
export const PAPER = "#ffffff";

/** Metrics of Arial, Helvetica and Liberation Sans agree: what is measured here is true on most machines. */
const FONT = "Helvetica, Arial, Liberation Sans, sans-serif";

const CONFIG: Json = {
  font: FONT,
  aria: false,
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "group",
    color: INK,
    fontSize: 16,
    fontWeight: "bold",
    subtitleColor: MUTED,
    subtitleFontSize: TYPE_SIZE,
    subtitlePadding: 6,
    offset: 14,
  },
  axis: {
    labelColor: MUTED,
    labelFontSize: TYPE_SIZE,
    titleColor: INK,
    titleFontSize: 13,
    titleFontWeight: "normal",
    titlePadding: 10,
    gridColor: GRID,
    domainColor: MUTED,
    tickColor: MUTED,
  },
  axisX: { grid: false },
  axisY: { domain: false, ticks: false, labelPadding: 6 },
  legend: {
    labelColor: INK,
    labelFontSize: TYPE_SIZE,
    labelLimit: 0,
    titleColor: MUTED,
    titleFontSize: TYPE_SIZE,
    titleFontWeight: "normal",
    titleLimit: 0,
  },
  text: { fontSize: TYPE_SIZE },
};

/** What a chart says above and beside its picture. */
export interface Words {
  /** What is shown. */
  readonly title: string;
  /** What the marks mean. */
  readonly subtitle: string;
  /** The picture in words. */
  readonly description: string;
}

/** A whole specification from the part that draws. */
export function themed(
  { title, subtitle, description }: Words,
  part: Readonly<Record<string, Json>>,
): ChartSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    description,
    title: { text: title, subtitle },
    background: PAPER,
    padding: 16,
    ...part,
    config: CONFIG,
  };
}
