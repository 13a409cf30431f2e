/**
 * Durations and rates as people read them.
 *
 * @module
 */

/**
 * A duration.
 *
 * @param seconds any number; what is not finite or is negative is unknown
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([45, 125, 3723].map(formatDuration), ["45 s", "2:05", "1:02:03"]);
 * ```
 */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes)}:${two(whole)}`;
}

/**
 * A rate, in the unit of time in which it is at least one.
 *
 * @param perSecond units a second
 * @param unit what is counted, such as `pairs`
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(formatRate(12.34), "12.3/s");
 * assert.equal(formatRate(0.05, "pairs"), "3.0 pairs/min");
 * ```
 */
export function formatRate(perSecond: number, unit = ""): string {
  if (!Number.isFinite(perSecond) || perSecond <= 0) return "–";
  const space = unit === "" ? "" : ` ${unit}`;
  if (perSecond >= 1) return `${threeDigits(perSecond)}${space}/s`;
  if (perSecond >= 1 / 60) return `${threeDigits(perSecond * 60)}${space}/min`;
  return `${threeDigits(perSecond * 3600)}${space}/h`;
}

function threeDigits(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)}M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)}k`;
  return value.toFixed(value >= 99.95 ? 0 : 1);
}
