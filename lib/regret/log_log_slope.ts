/** Options for {@linkcode logLogSlope}. */
export interface LogLogSlopeOptions {
  /** First round that counts, from 1. @default {the second half of the rounds} */
  readonly from?: number;
  /** Rounds of the curve's points, ascending, `[points]`. @default {1, 2, 3, …} */
  readonly steps?: readonly number[];
}

/**
 * Slope of log R_t over log t by least squares: ½ where regret grows like √t, 1 where every round costs the same.
 * The first half is left out by default: it shows the start, not the growth.
 *
 * @param curve Cumulative regret R_t, `[points]`.
 * @param options First round that counts, and which rounds the points are of.
 * @returns The slope, or undefined where there is none: a single round, or a regret that is not positive.
 * @throws {RangeError} If `from` is not a whole number ≥ 1.
 *
 * @example
 * ```ts
 * import { logLogSlope } from "@fastslow/fastslow/regret";
 * import { equal, ok } from "node:assert/strict";
 *
 * const rootT = Array.from({ length: 100 }, (_, i) => 3 * Math.sqrt(i + 1));
 * ok(Math.abs(logLogSlope(rootT)! - 0.5) < 1e-12);
 * equal(logLogSlope([-1, -2, -3]), undefined);
 * ```
 */
export function logLogSlope(
  curve: readonly number[],
  {
    steps = curve.map((_, i) => i + 1),
    from = Math.max(1, Math.ceil((steps.at(-1) ?? 0) / 2)),
  }: LogLogSlopeOptions = {},
): number | undefined {
  if (!(Number.isInteger(from) && from >= 1)) {
    throw new RangeError(
      `Cannot fit a slope as from must be a whole number >= 1: current value is ${from}`,
    );
  }
  const tail = steps.flatMap((step, i) => step >= from ? [[step, curve[i]!] as const] : []);
  if (tail.length < 2 || !tail.every(([, regret]) => regret > 0)) return undefined;
  return slope(tail.map(([step]) => Math.log(step)), tail.map(([, regret]) => Math.log(regret)));
}

/** Slope of y over x by least squares. */
function slope(x: readonly number[], y: readonly number[]): number {
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const [centreX, centreY] = [mean(x), mean(y)];
  const together = x.reduce((sum, u, i) => sum + (u - centreX) * (y[i]! - centreY), 0);
  return together / x.reduce((sum, u) => sum + (u - centreX) ** 2, 0);
}
