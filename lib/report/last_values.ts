import { formatNumber } from "./format_number.ts";
import type { Line } from "./line.ts";

/** "ofs-dpo 0.812, dpo 0.784": where lines end, the highest first. */
export function lastValues(lines: readonly Line[]): string {
  return lines
    .map(({ name, points }) => ({ name, value: points.at(-1)!.mean }))
    .sort((a, b) => b.value - a.value)
    .map(({ name, value }) => `${name} ${formatNumber(value)}`)
    .join(", ");
}
