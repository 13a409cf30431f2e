/** Dots of modes and modules, a panel a metric. */
import { linearScale } from "./axis_scale.ts";
import type { DeltaRow } from "./delta_chart.ts";
import { domainStyle } from "./domain_style.ts";
import { byLine, type Part } from "./frame.ts";
import { short } from "./pixels.ts";
import { panelGrid } from "./panels.ts";
import { GRID } from "./theme.ts";

/** Width of a panel; what a row takes for each of its dots, and besides; in pixels. */
const WIDTH = 270;
const DOT = 9;
const ROW = 14;

/** A metric and its rows. */
export interface DeltaPanel {
  /** Title of the axis, with its unit. */
  readonly title: string;
  /** One a mode and module. */
  readonly rows: readonly DeltaRow[];
}

/** Lays panels out, each on its own axis, as a part of a Vega-Lite specification. */
export function deltaPanels(panels: readonly DeltaPanel[]): Part {
  const all = panels.flatMap(({ rows }) => rows);
  const modes = [...new Set(all.map(({ mode }) => mode))];
  const modules = [...new Set(all.map(({ module }) => module))];
  const looks = modules.map((name, i) => ({ name, style: domainStyle(i) }));
  const legend = { title: null, orient: "bottom" };
  const colour = { ...byLine(looks, ({ style }) => style.colour), legend };
  const shape = { ...byLine(looks, ({ style }) => style.shape), legend };
  return panelGrid(
    panels,
    (panel, first) => dots(panel, { modes, modules, colour, shape, first }),
    { width: WIDTH, spacing: 28 },
  );
}

/** What all panels share, and whether a panel stands at the left. */
interface Shared {
  readonly modes: readonly string[];
  readonly modules: readonly string[];
  readonly colour: Part;
  readonly shape: Part;
  readonly first: boolean;
}

function dots({ title, rows }: DeltaPanel, shared: Shared): Part {
  const { modes, modules, colour, shape } = shared;
  const { scale, axis } = linearScale()(rows.map(({ value }) => value));
  const x = {
    field: "value",
    type: "quantitative",
    scale,
    axis: { title, grid: true, labelFlush: false, ...axis },
  };
  // Dots of equal value stand below each other.
  const yOffset = { field: "line", type: "nominal", scale: { domain: modules } };
  return {
    width: WIDTH,
    height: modes.length * (ROW + DOT * modules.length),
    data: {
      values: rows.map(({ mode, module, value }) => ({ mode, line: module, value: short(value) })),
    },
    mark: { type: "point", filled: true, opacity: 1, size: 70 },
    encoding: { x, y: rowsOf(shared), yOffset, color: colour, shape },
  };
}

/** A row a mode, its name at the left. */
function rowsOf({ modes, first }: Shared): Part {
  return {
    field: "mode",
    type: "nominal",
    scale: { type: "band", domain: modes, paddingInner: 0, paddingOuter: 0 },
    axis: {
      title: null,
      labels: first,
      labelLimit: 0,
      grid: true,
      gridColor: GRID,
      tickBand: "extent",
    },
  };
}
