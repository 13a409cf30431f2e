import { type MethodStyle, STYLES } from "./method_style.ts";

/** Places in the list of styles, far from each other, before those that have names. */
const ORDER = [1, 5, 2, 6, 0, 7, 3, 8, 4, 9];

/** How a domain, or a module that was trained on it, looks: by its place in the stream, since names are free. */
export function domainStyle(place: number): MethodStyle {
  return STYLES[ORDER[place % ORDER.length]!]!;
}
