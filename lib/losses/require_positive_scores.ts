import type { EncodedPair } from "../base/mod.ts";

/**
 * Refuses pairs with scores that have no logarithm, for `scoreRatio`: checked where rows are read, since a step cannot.
 *
 * @param pairs Pairs in tokens; those without scores are passed over.
 * @throws {RangeError} Naming the first row, counted from 1, with a score that is not positive.
 *
 * @example
 * ```ts
 * import { requirePositiveScores } from "@fastslow/fastslow/losses";
 * import { throws } from "node:assert/strict";
 *
 * requirePositiveScores([{ row: 0, scores: { chosen: 2, rejected: [1] } }]);
 * throws(
 *   () => requirePositiveScores([{ row: 6, scores: { chosen: 2, rejected: [-1] } }]),
 *   /row 7 must have positive scores: current value is -1/,
 * );
 * ```
 */
export function requirePositiveScores(
  pairs: readonly Pick<EncodedPair, "row" | "scores">[],
) {
  for (const { row, scores } of pairs) {
    const all = scores ? [scores.chosen, ...scores.rejected] : [];
    const wrong = all.find((score) => !(score > 0));
    if (wrong === undefined) continue;
    throw new RangeError(
      `Cannot train on the ratio of scores as row ${
        row + 1
      } must have positive scores: current value is ${wrong}`,
    );
  }
}
