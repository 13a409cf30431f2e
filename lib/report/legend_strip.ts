import { byLine, type Part } from "./frame.ts";
import type { Look } from "./line.ts";
import { pixels } from "./pixels.ts";
import { textWidth } from "./text_width.ts";
import { INK, TYPE_SIZE, WIDTH } from "./theme.ts";

/** Height of a row of names; room from a symbol to its name and from a name to the next symbol; in pixels. */
const ROW = TYPE_SIZE + 8;
const GAP = 10;
const APART = 22;

/** Symbols and names side by side, as a plot of its own below small charts. */
export function legendStrip(looks: readonly Look[]): Part {
  const values = placed(looks);
  const height = ROW * (1 + Math.max(...values.map(({ row }) => row)));
  return {
    width: WIDTH,
    height,
    data: { values },
    layer: [
      {
        mark: { type: "point", filled: true, opacity: 1, size: 60 },
        encoding: {
          x: pixels("x"),
          y: pixels("y"),
          color: byLine(looks, ({ style }) => style.colour),
          shape: byLine(looks, ({ style }) => style.shape),
        },
      },
      {
        mark: { type: "text", align: "left", baseline: "middle", color: INK },
        encoding: {
          x: pixels("nameX"),
          y: pixels("y"),
          text: { field: "line", type: "nominal" },
        },
      },
    ],
  };
}

/** Where each name stands; what has no room begins a new row. */
function placed(looks: readonly Look[]) {
  let [left, row] = [0, 0];
  return looks.map(({ name }) => {
    const width = GAP + textWidth(name, TYPE_SIZE) + APART;
    if (left > 0 && left + width > WIDTH) [left, row] = [0, row + 1];
    const x = left;
    left += width;
    return { line: name, row, x, nameX: x + GAP, y: ROW * (row + 0.5) };
  });
}
