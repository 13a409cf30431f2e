/** The one doorway to Vega; every other file takes it from here. */
import * as vega from "npm:vega@6.4.0";
import { textWidth } from "./text_width.ts";

/** What Vega asks the width of: the parts of a text mark that matter. */
interface TextItem {
  readonly text?: unknown;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

// Vega's typings leave out this seam, which its own converter to SVG uses too. It is set whether or not a canvas is
// installed, so that a chart comes out the same on every machine.
const { textMetrics } = vega as unknown as {
  readonly textMetrics: { width: (item: TextItem, text?: unknown) => number };
};
textMetrics.width = (item, text) =>
  textWidth(String(text ?? item.text ?? ""), item.fontSize ?? 11, item.fontWeight);

export { vega };
