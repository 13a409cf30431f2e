/**
 * Grades texts: log-odds that a text is as wanted, one number a text, in nats; 0 is undecided, the sign the verdict.
 *
 * A text's grade depends on that text alone, so that their order does not matter.
 */
export type Judge = (texts: readonly string[]) => Float64Array;

/**
 * σ(z), the probability that log-odds stand for.
 *
 * @param logOdds z, in nats.
 * @returns In [0, 1].
 *
 * @example
 * ```ts
 * import { probability } from "@fastslow/fastslow/evaluate";
 * import { equal, ok } from "node:assert/strict";
 *
 * equal(probability(0), 0.5);
 * ok(Math.abs(probability(Math.log(3)) - 0.75) < 1e-12);
 * ```
 */
export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
