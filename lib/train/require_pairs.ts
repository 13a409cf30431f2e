import type { EncodedPair, Objective } from "../base/mod.ts";
import { requireScores } from "../losses/mod.ts";
import { requireSameRejected } from "../tokens/mod.ts";
import { requireTokens } from "./require_tokens.ts";

/**
 * Refuses pairs that an objective cannot learn from, before anything is computed.
 *
 * @throws {RangeError} If there are none, one has no rejected answer or more of them than another, or scores are asked for and
 * one has none, or not such as are asked for.
 */
export function requirePairs(
  pairs: readonly EncodedPair[],
  { name, answers, needsScores = false }: Pick<Objective, "name" | "answers" | "needsScores">,
): void {
  if (pairs.length === 0) throw new RangeError("Cannot train as there are no pairs");
  requireTokens("train", pairs.map(({ prompt }) => prompt));
  if (answers === 2) requireSameRejected(pairs);
  requireScores(pairs, `train by "${name}"`, needsScores);
}
