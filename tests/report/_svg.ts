/** Where the texts of a picture stand. */
import { textWidth } from "../../lib/report/text_width.ts";

/** A text and the box around it, in pixels from the upper left corner. */
export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Width and height of a picture. */
export function sizeOf(svg: string): [number, number] {
  const [, width, height] = svg.match(/ width="([\d.]+)" height="([\d.]+)"/)!;
  return [Number(width), Number(height)];
}

/** All texts of a picture as Vega writes it: groups are moved, texts are moved and perhaps turned. */
export function textsOf(svg: string): PlacedText[] {
  const origins: [number, number][] = [[0, 0]];
  const found: PlacedText[] = [];
  for (const [, end, tag, attributes, empty, text] of svg.matchAll(TAGS)) {
    if (tag === "g" && end) origins.pop();
    if (end || empty) continue;
    const [x, y] = origins.at(-1)!;
    const [dx, dy] = moved(attributes!);
    if (tag === "g") origins.push([x + dx, y + dy]);
    if (tag === "text" && text) found.push(box(unescape(text), attributes!, x + dx, y + dy));
  }
  return found;
}

const TAGS = /<(\/?)(g|text)\b([^>]*?)(\/?)>([^<]*)/g;

function moved(attributes: string): [number, number] {
  const [, x = 0, y = 0] = attributes.match(/translate\(([-\d.]+),\s*([-\d.]+)\)/) ?? [];
  return [Number(x), Number(y)];
}

function box(text: string, attributes: string, x: number, y: number): PlacedText {
  const size = Number(attributes.match(/font-size="([\d.]+)px"/)?.[1] ?? 11);
  const width = textWidth(text, size, attributes.match(/font-weight="(\w+)"/)?.[1]);
  const anchor = attributes.match(/text-anchor="(\w+)"/)?.[1] ?? "start";
  const start = { start: 0, middle: -width / 2, end: -width }[anchor]!;
  // Vega moves the baseline itself: capitals rise .72 em above it, tails hang .2 em below.
  const [above, below] = [0.72 * size, 0.2 * size];
  if (!attributes.includes("rotate(-90)")) {
    return { text, left: x + start, right: x + start + width, top: y - above, bottom: y + below };
  }
  return { text, left: x - above, right: x + below, top: y - start - width, bottom: y - start };
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
