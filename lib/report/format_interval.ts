import type { Interval } from "../base/mod.ts";
import { decimalsFor, fixed, formatNumber } from "./format_number.ts";
import { hasEnds } from "./has_ends.ts";

/**
 * A mean and its interval for readers, `mean [low, high]`, with as many decimals as show two digits of the interval's
 * half width. Where an end is infinite, as for the mean of a single value, it says that there is no interval.
 *
 * @example
 * ```ts
 * import { formatInterval } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * equal(formatInterval({ mean: 0.71234, low: 0.65, high: 0.775 }), "0.712 [0.650, 0.775]");
 * ```
 */
export function formatInterval(interval: Interval): string {
  return formatIntervals([interval])[0]!;
}

/** {@linkcode formatInterval} for intervals that stand below each other: all with the decimals of the middle one. */
export function formatIntervals(intervals: readonly Interval[]): string[] {
  const halves = intervals
    .map(({ low, high }) => (high - low) / 2)
    .filter((half) => half > 1e-7 && Number.isFinite(half))
    .sort((a, b) => a - b);
  const middle = halves[(halves.length - 1) >> 1];
  const format = middle === undefined
    ? (value: number) => formatNumber(value)
    : (value: number) => fixed(value, decimalsFor(middle, 2));
  return intervals.map((interval) => {
    const [mean, low, high] = [interval.mean, interval.low, interval.high].map(format);
    return hasEnds(interval) ? `${mean} [${low}, ${high}]` : `${mean} (no interval)`;
  });
}
