import type { Part } from "./frame.ts";
import type { Look } from "./line.ts";
import { pixels } from "./pixels.ts";
import { INK, TYPE_SIZE, WIDTH } from "./theme.ts";

/** Distance of two entries, in pixels. */
const GAP = TYPE_SIZE + 5;
/** Where symbols and names stand, in pixels right of the plot. */
const SYMBOL = 24;
const NAME = 36;

/** Symbols and names in the order given, beside the plot. */
export function sideLegend(lines: readonly Look[], colour: Part, shape: Part): Part[] {
  const values = lines.map(({ name, bold }, i) => ({
    line: name,
    bold,
    symbolX: WIDTH + SYMBOL,
    nameX: WIDTH + NAME,
    y: GAP * (i + 0.5),
  }));
  return [
    {
      data: { values },
      mark: { type: "point", filled: true, opacity: 1, size: 60 },
      encoding: { x: pixels("symbolX"), y: pixels("y"), color: colour, shape },
    },
    ...[true, false].map((bold): Part => ({
      data: { values: values.filter((value) => value.bold === bold) },
      mark: {
        type: "text",
        align: "left",
        baseline: "middle",
        color: INK,
        fontWeight: bold ? "bold" : "normal",
      },
      encoding: { x: pixels("nameX"), y: pixels("y"), text: { field: "line", type: "nominal" } },
    })),
  ];
}
