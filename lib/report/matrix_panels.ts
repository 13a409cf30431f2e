/** The panels of a task × time matrix, one a method. */
import type { Part } from "./frame.ts";
import { type Heat, heatOf } from "./heat.ts";
import { heading, panelGrid } from "./panels.ts";
import { short } from "./pixels.ts";
import type { Stream, TaskEntry } from "./task_entries.ts";
import { textWidth } from "./text_width.ts";
import { INK, TYPE_SIZE } from "./theme.ts";

/** Height of a cell and its least width, in pixels. */
const CELL = 34;
const LEAST = 56;
/** What the row before any training is called. */
const START = "before any";

/** An entry and how it is written. */
type Cell = TaskEntry & { readonly text: string };

/** What all panels share. */
interface Shared extends Stream {
  readonly heat: Heat;
  readonly valueTitle: string;
  readonly width: number;
}

/** What a panel knows: also whether it stands at the left, where axes have their titles. */
type Panel = Shared & { readonly first: boolean };

/** Lays panels out beside and below each other, as a part of a Vega-Lite specification. */
export function matrixPanels(cells: readonly Cell[], stream: Stream, valueTitle: string): Part {
  const widest = Math.max(...stream.domains.map((name) => textWidth(name, TYPE_SIZE) + 10));
  const width = Math.max(LEAST, widest) * stream.domains.length;
  const shared = { ...stream, valueTitle, width, heat: heatOf(cells.map(({ mean }) => mean)) };
  const methods = [...Map.groupBy(cells, ({ method }) => method)];
  return panelGrid(
    methods,
    ([method, own], first) => panel(method, own, { ...shared, first }),
    { width, spacing: 24 },
  );
}

function panel(method: string, cells: readonly Cell[], shared: Panel): Part {
  const values = cells.map(datum);
  return {
    width: shared.width,
    height: CELL * shared.afters.length,
    layer: [
      coloured(values, shared),
      framed(values.filter(({ after, on }) => after === on), shared),
      ...figures(values, shared),
      heading(method),
    ],
  };
}

function axes({ afters, domains, first }: Panel): Part {
  const axis = { domain: false, ticks: false, labelLimit: 0, labelPadding: 6 };
  return {
    x: {
      field: "on",
      type: "nominal",
      scale: { type: "band", domain: domains, paddingInner: 0.03, paddingOuter: 0.015 },
      axis: { ...axis, title: "Measured on", labelAngle: 0 },
    },
    y: {
      field: "after",
      type: "nominal",
      scale: { type: "band", domain: afters.map(named), paddingInner: 0.06, paddingOuter: 0.03 },
      axis: { ...axis, title: first ? "After training on" : null, labels: first },
    },
  };
}

function coloured(values: readonly Datum[], panel: Panel): Part {
  const legend = {
    title: panel.valueTitle,
    orient: "bottom",
    direction: "horizontal",
    gradientLength: 200,
  };
  return {
    data: { values },
    mark: { type: "rect" },
    encoding: {
      ...axes(panel),
      color: { field: "mean", type: "quantitative", scale: panel.heat.scale, legend },
      tooltip: [{ field: "after" }, { field: "on" }, { field: "mean" }],
    },
  };
}

/** Frames around domains that were trained on last. */
function framed(values: readonly Datum[], panel: Panel): Part {
  return {
    data: { values },
    mark: { type: "rect", filled: false, stroke: INK, strokeWidth: 1.5 },
    encoding: axes(panel),
  };
}

/** The number in each cell, in a layer for each colour of the text. */
function figures(values: readonly Datum[], panel: Panel): Part[] {
  return [...Map.groupBy(values, ({ mean }) => panel.heat.ink(mean))].map(([color, own]) => ({
    data: { values: own },
    mark: { type: "text", baseline: "middle", color },
    encoding: { ...axes(panel), text: { field: "text", type: "nominal" } },
  }));
}

function datum({ after, on, mean, text }: Cell) {
  return { after: named(after), on, mean: short(mean), text };
}

/** A cell, ready to be drawn. */
type Datum = ReturnType<typeof datum>;

function named(after: string | null): string {
  return after ?? START;
}
