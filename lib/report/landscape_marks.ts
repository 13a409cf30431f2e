/** Marks of the weights that searches found, and the list of them beside the plot. */
import { formatNumber } from "./format_number.ts";
import { byLine, type Part } from "./frame.ts";
import type { Place } from "./landscape_places.ts";
import { methodStyle } from "./method_style.ts";
import { sideLegend } from "./side_legend.ts";
import { PAPER } from "./theme.ts";

/** What both landscapes draw. */
export interface Landscape {
  /** Every place, those that were found too. */
  readonly tried: readonly Place[];
  /** Places with a name, at least one. */
  readonly found: readonly Place[];
  /** Names of the domains, in the order of the weights. */
  readonly domains: readonly string[];
  /** What the loss is, with its unit. */
  readonly lossTitle: string;
}

/** Symbols of the places found, told apart by their shape. */
const SHAPES = ["circle", "square", "diamond", "triangle-up", "cross", "triangle-down"];
/** Vermilion stands out from every blue. */
const { colour } = methodStyle("ofs-dpo");

/**
 * Layers for the places found.
 *
 * @param at Fields that say where a place is.
 * @param position Encodings of those fields.
 */
export function foundMarks(
  found: readonly Place[],
  at: (place: Place) => Part,
  position: Part,
): Part[] {
  const looks = found.map((place, i) => ({
    name: `${place.found}: ${formatNumber(place.loss)}`,
    style: { ...methodStyle("ofs-dpo"), colour, shape: SHAPES[i % SHAPES.length]! },
    bold: i === 0,
  }));
  const color = byLine(looks, ({ style }) => style.colour);
  const shape = byLine(looks, ({ style }) => style.shape);
  return [
    {
      data: { values: found.map((place, i) => ({ line: looks[i]!.name, ...at(place) })) },
      mark: {
        type: "point",
        filled: true,
        size: 130,
        opacity: 1,
        stroke: PAPER,
        strokeWidth: 1.5,
      },
      encoding: { ...position, color, shape },
    },
    ...sideLegend(looks, color, shape),
  ];
}
