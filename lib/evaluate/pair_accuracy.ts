import { mean, requireNumbers } from "./numbers.ts";

/**
 * Share of pairs that a module ranks right: margins above 0, and half of those at 0, as a coin would.
 *
 * @param margins Margins h of held-out pairs, in any unit, `[pairs]`.
 * @returns The share, in [0, 1].
 * @throws {RangeError} If there is no margin, or one is not finite.
 *
 * @example
 * ```ts
 * import { pairAccuracy } from "@fastslow/fastslow/evaluate";
 * import { equal } from "node:assert/strict";
 *
 * equal(pairAccuracy([2, 0.5, 0, -1]), 0.625);
 * ```
 */
export function pairAccuracy(margins: ArrayLike<number>): number {
  requireNumbers("compute the accuracy", "margins", margins);
  return mean(Array.from(margins, (h) => (Math.sign(h) + 1) / 2));
}
