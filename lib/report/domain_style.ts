import { type MethodStyle, STYLES } from "./method_style.ts";

/** Places in the list of styles, far from each other; those of the two leading methods and the reference are left to them. */
const ORDER = [4, 8, 5, 9, 3, 10, 6, 11, 7, 12];

/** How a domain, or a module that was trained on it, looks: by its place in the stream, since names are free. */
export function domainStyle(place: number): MethodStyle {
  return STYLES[ORDER[place % ORDER.length]!]!;
}
