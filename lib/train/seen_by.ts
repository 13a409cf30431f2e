import type { EncodedPair, Objective } from "../base/mod.ts";

/**
 * Pairs as an objective sees them: the chosen answer alone for supervised training, and without scores that are not asked
 * for, so that batches are alike whether or not their rows have some.
 */
export function seenBy(
  { answers, needsScores = false }: Pick<Objective, "answers" | "needsScores">,
): (pair: EncodedPair) => EncodedPair {
  return ({ scores, ...pair }) => ({
    ...pair,
    ...(answers === 1 && { rejected: [] }),
    ...(needsScores && scores && { scores }),
  });
}
