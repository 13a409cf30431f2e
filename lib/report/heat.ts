/** Colours that stand for numbers: one hue, the larger the darker. */
import type { Json } from "./chart_spec.ts";

/** From the lowest to the highest number. */
const RANGE = ["#edf3f9", "#7fb2d9", "#0a4f8c"];
/** Text on pale and on dark cells. A page turns the greys of the theme on dark paper, but not cells, nor these. */
const ON_PALE = "#14181c";
const ON_DARK = "#fbfcfd";
/** From here on cells are so dark that pale text is read more easily. */
const DARK = 0.75;

/** Colours of numbers between two ends. */
export interface Heat {
  /** Vega-Lite's `scale`. */
  readonly scale: Json;
  /** Colour in which a number is written on its own colour. */
  ink(value: number): string;
}

/** Colours for all of `values`; numbers that do not differ get the middle one. */
export function heatOf(values: readonly number[]): Heat {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = most > least ? 0 : 1;
  const [low, high] = [least - room, most + room];
  return {
    scale: { domain: [low, (low + high) / 2, high], range: RANGE, interpolate: "lab" },
    ink: (value) => (value - low) / (high - low) > DARK ? ON_DARK : ON_PALE,
  };
}
