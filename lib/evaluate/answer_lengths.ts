import type { EncodedPair } from "../base/mod.ts";
import type { PairNumbers } from "./pair_numbers.ts";

/**
 * Tokens of the answers of pairs, in the order of their log-probabilities: the chosen ones `[pairs]`; of the rejected ones
 * the first of all pairs, then the second, and so on, `[K × pairs]`.
 *
 * @param pairs Pairs with the same number of rejected answers.
 *
 * @example
 * ```ts
 * import { answerLengths } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const answer = (length: number) => new Int32Array(length);
 * const pair = (chosen: number, ...rejected: number[]) => ({
 *   prompt: answer(1),
 *   chosen: answer(chosen),
 *   rejected: rejected.map(answer),
 *   row: 0,
 * });
 * deepEqual(answerLengths([pair(3, 1, 2), pair(4, 5, 6)]), {
 *   chosenLengths: [3, 4],
 *   rejectedLengths: [1, 5, 2, 6],
 * });
 * ```
 */
export function answerLengths(
  pairs: readonly EncodedPair[],
): Required<Pick<PairNumbers, "chosenLengths" | "rejectedLengths">> {
  const answers = pairs[0]?.rejected ?? [];
  return {
    chosenLengths: pairs.map(({ chosen }) => chosen.length),
    rejectedLengths: answers.flatMap((_, k) => pairs.map(({ rejected }) => rejected[k]!.length)),
  };
}
