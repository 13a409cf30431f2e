/** Small charts beside and below each other. */
import type { Part } from "./frame.ts";
import { pixels } from "./pixels.ts";
import { INK, WIDTH } from "./theme.ts";

/** How panels are laid out, in pixels. */
interface Grid {
  /** Width of a panel's plot. */
  readonly width: number;
  /** Room between plots, for axes too. */
  readonly spacing: number;
}

/**
 * As many panels beside each other as the width of other charts has room for.
 *
 * @param draw Draws an item; `first` tells whether it stands at the left, where axes have their titles.
 */
export function panelGrid<T>(
  items: readonly T[],
  draw: (item: T, first: boolean) => Part,
  { width, spacing }: Grid,
): Part {
  const columns = Math.min(items.length, Math.max(1, Math.floor((WIDTH + 80) / (width + spacing))));
  return {
    concat: items.map((item, i) => draw(item, i % columns === 0)),
    columns,
    spacing,
  };
}

/**
 * A layer with the heading of a panel. Vega's own titles keep clear of the title of the axis, which is longer in some panels
 * than in others, and so stand at different heights.
 */
export function heading(text: string): Part {
  return {
    data: { values: [{ heading: text, headingX: 0, headingY: -14 }] },
    mark: { type: "text", align: "left", color: INK, fontSize: 13, fontWeight: "bold" },
    encoding: {
      x: pixels("headingX"),
      y: pixels("headingY"),
      text: { field: "heading", type: "nominal" },
    },
  };
}
