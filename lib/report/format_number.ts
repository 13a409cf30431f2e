/** Options for {@linkcode formatNumber}. */
export interface NumberOptions {
  /** Significant digits. @default {3} */
  readonly digits?: number;
}

/**
 * A number for readers: whole numbers as they are, others with 3 significant digits, very small and very large ones with
 * an exponent.
 *
 * @example
 * ```ts
 * import { formatNumber } from "@fastslow/fastslow/report";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([0.69315, 200, 1234.5, 2.1e-10, NaN].map((x) => formatNumber(x)), ["0.693", "200", "1235", "2.10e-10", "NaN"]);
 * ```
 */
export function formatNumber(value: number, { digits = 3 }: NumberOptions = {}): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || Number.isInteger(value) && size < 1e9) return String(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(digits - 1);
  return fixed(value, decimalsFor(size, digits));
}

/** Decimals that show a number of this size with so many significant digits. */
export function decimalsFor(size: number, digits: number): number {
  if (size === 0) return digits - 1;
  return Math.min(8, Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

/** A number with so many decimals; what rounds to zero has no sign. */
export function fixed(value: number, decimals: number): string {
  return value.toFixed(decimals).replace(/^-(0(?:\.0*)?)$/, "$1");
}
