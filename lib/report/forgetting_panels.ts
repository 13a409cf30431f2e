/** Lines over a stream of domains, a panel a domain. */
import type { TaskRow } from "../evaluate/mod.ts";
import { linearScale } from "./axis_scale.ts";
import { byLine, type Frame, frameOf, type Part } from "./frame.ts";
import { legendStrip } from "./legend_strip.ts";
import type { Line } from "./line.ts";
import { bands, dots, MOST_DOTS, paths } from "./line_plot.ts";
import { heading, panelGrid } from "./panels.ts";
import { lastSteps } from "./task_entries.ts";
import { SHADE } from "./theme.ts";
import { linearTicks } from "./ticks.ts";

/** Size of a panel, in pixels. */
const PANEL = { width: 270, height: 180 };

/** As many ticks stand apart on a panel's horizontal axis. */
const MOST_TICKS = 5;

/** A domain and the lines of all methods on it. */
export interface DomainLines {
  /** Name of the domain. */
  readonly domain: string;
  /** One a method. */
  readonly lines: readonly Line[];
}

/** What stands around the lines. */
interface Around {
  /** Rows that the lines are from. */
  readonly rows: readonly TaskRow[];
  /** Title of the vertical axis, with its unit. */
  readonly valueTitle: string;
  /** Title of the horizontal axis. */
  readonly stepTitle: string;
}

/** Lays panels out on common scales, as a part of a Vega-Lite specification. */
export function forgettingPanels(
  panels: readonly DomainLines[],
  { rows, valueTitle, stepTitle }: Around,
): Part {
  const all = panels.flatMap(({ lines }) => lines);
  // What stands out is drawn last.
  const looks = [...new Map(all.map((line) => [line.name, line])).values()]
    .sort((a, b) => Number(a.bold) - Number(b.bold));
  const wide = frameOf(all, valueTitle, linearScale(), stepTitle);
  const frame = {
    ...wide,
    x: narrow(wide),
    colour: byLine(looks, ({ style }) => style.colour),
  };
  const grid = panelGrid(
    panels,
    ({ domain, lines }, first) => ({
      ...PANEL,
      layer: [
        ...turn(rows, domain, frame),
        ...layers(looks, lines, first ? frame : untitled(frame)),
        heading(domain),
      ],
    }),
    { width: PANEL.width, spacing: 28 },
  );
  return { vconcat: [grid, legendStrip(looks)], spacing: 16 };
}

function layers(looks: readonly Line[], lines: readonly Line[], frame: Frame): Part[] {
  const drawn = looks.flatMap(({ name }) => lines.filter((line) => line.name === name));
  const dotted = drawn.filter(({ points }) => points.length > 1 && points.length <= MOST_DOTS);
  return [
    bands(drawn.filter(({ bold }) => bold), frame),
    paths(drawn, frame),
    ...(dotted.length > 0 ? [dots(dotted, looks, frame)] : []),
  ];
}

/** Shades the steps in which a domain was trained on. */
function turn(rows: readonly TaskRow[], domain: string, { x }: Frame): Part[] {
  const last = lastSteps(rows);
  const to = last.get(domain);
  if (to === undefined) return [];
  const from = Math.max(0, ...[...last.values()].filter((step) => step < to));
  return [{
    data: { values: [{ step: from, to }] },
    mark: { type: "rect", color: SHADE, opacity: 0.4 },
    encoding: { x, x2: { field: "to" } },
  }];
}

/** A horizontal axis with fewer ticks, all of them whole numbers. */
function narrow({ x, last }: Frame): Part {
  const values = linearTicks(0, Math.max(MOST_TICKS, last), MOST_TICKS).ticks;
  return { ...x, axis: { ...(x.axis as Part), values: values.filter((tick) => tick <= last) } };
}

function untitled(frame: Frame): Frame {
  return { ...frame, y: { ...frame.y, axis: { ...(frame.y.axis as Part), title: null } } };
}
