/** Width of text without a canvas: Vega would else take every character to be .8 em wide, and leave holes. */

// deno-fmt-ignore
/** Advance widths of Helvetica for the characters from space to ~, in thousandths of an em (Adobe's font metrics). */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
  556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/** Other characters are taken to be as wide as a digit and half of one. */
const OTHER = 834;
/** Bold type is wider, and so are the fonts that stand in where none of ours is installed. */
const BOLD = 1.08;
const SLACK = 1.12;

/**
 * Width of one line of text.
 *
 * @param text The text.
 * @param size Size of the type, in pixels.
 * @param weight CSS font weight.
 * @returns Width in pixels, rounded up; rather too much than too little.
 */
export function textWidth(text: string, size: number, weight: string | number = "normal"): number {
  let total = 0;
  for (const char of text) total += WIDTHS[char.codePointAt(0)! - 32] ?? OTHER;
  const bold = weight === "bold" || Number(weight) >= 600 ? BOLD : 1;
  return Math.ceil(total / 1000 * size * bold * SLACK);
}
