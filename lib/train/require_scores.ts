import type { EncodedPair } from "../base/mod.ts";

/**
 * Refuses pairs without a gap in judged quality, for losses that use it. Steps see scores in float32: what is finite or
 * apart in JSON alone is refused too.
 *
 * @param pairs The pairs.
 * @param method Name of the method, for the message.
 * @throws {RangeError} Naming the first row, counted from 1, that has no scores, not one finite score for each answer, or a
 * rejected answer that is not scored lower than the chosen one.
 */
export function requireScores(pairs: readonly EncodedPair[], method: string): void {
  for (const pair of pairs) {
    const problem = problemOf(pair);
    if (!problem) continue;
    throw new RangeError(
      `Cannot train by "${method}" as row ${pair.row + 1} ${problem}`,
    );
  }
}

function problemOf({ scores, rejected }: EncodedPair): string | undefined {
  if (!scores) return `has no scores: give each row "scores": {"chosen", "rejected"}`;
  const all = [scores.chosen, ...scores.rejected];
  if (
    all.length !== 1 + rejected.length || !all.every((score) => Number.isFinite(Math.fround(score)))
  ) {
    return `must have a finite score for each of its 1 + ${rejected.length} answers: current values are ${
      all.join(", ")
    }`;
  }
  const high = scores.rejected.find((score) => !(Math.fround(score) < Math.fround(scores.chosen)));
  if (high === undefined) return undefined;
  return `must score its chosen answer higher than each rejected one, in float32: current values are ${scores.chosen} and ${high}; drop such rows`;
}
