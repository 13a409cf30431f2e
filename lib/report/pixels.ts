/** Positions in pixels, from the upper left corner of the plot. */
import type { Part } from "./frame.ts";

/** Encoding of a position that a field gives in pixels. */
export function pixels(field: string): Part {
  return { field, type: "quantitative", scale: null, axis: null };
}

/** A position with as many digits as a picture can show. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A number with as many digits as a picture can show. */
export function short(value: number): number {
  return Number(value.toPrecision(6));
}
