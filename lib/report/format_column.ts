import type { Interval } from "../base/mod.ts";
import { formatIntervals } from "./format_interval.ts";
import { decimalsFor, fixed, formatNumber } from "./format_number.ts";

/** A column for readers. */
export interface FormattedColumn {
  /** One text a row. */
  readonly cells: readonly string[];
  /** Whether it holds numbers, which are set flush right. */
  readonly numeric: boolean;
}

/** What stands where there is nothing. */
const NOTHING = "–";
/** Numbers whose sizes differ by more than this are formatted one by one. */
const WIDE = 1e3;

/**
 * Formats the values of one column alike: fractions with as many decimals as give the largest three digits, intervals
 * as `mean [low, high]`, yes and no, a dash for nothing.
 */
export function formatColumn(values: readonly unknown[]): FormattedColumn {
  const numbers = formatNumbers(values.filter((value) => typeof value === "number"));
  const intervals = formatIntervals(values.filter(isInterval));
  const cells = values.map((value) =>
    typeof value === "number"
      ? numbers.shift()!
      : isInterval(value)
      ? intervals.shift()!
      : formatOther(value)
  );
  const told = values.filter((value) => value !== null && value !== undefined);
  const numeric = told.length > 0 &&
    told.every((value) => typeof value === "number" || isInterval(value));
  return { cells, numeric };
}

function formatNumbers(values: readonly number[]): string[] {
  const sizes = values.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const alike = sizes.length > 0 && most / least <= WIDE && least >= 1e-4 && most < 1e9;
  if (!alike || values.every(Number.isInteger)) return values.map((value) => formatNumber(value));
  const decimals = decimalsFor(most, 3);
  return values.map((value) => Number.isFinite(value) ? fixed(value, decimals) : String(value));
}

function isInterval(value: unknown): value is Interval {
  return value !== null && typeof value === "object" &&
    ["mean", "low", "high"].every((name) =>
      typeof (value as Record<string, unknown>)[name] === "number"
    );
}

function formatOther(value: unknown): string {
  if (value === null || value === undefined) return NOTHING;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
