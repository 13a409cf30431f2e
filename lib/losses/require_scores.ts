import type { EncodedPair, ScoreNeeds } from "../base/mod.ts";

/**
 * Refuses pairs whose judged scores a loss cannot use. Steps see scores in float32: what is finite, apart or positive in
 * JSON alone is refused too.
 *
 * @param pairs Pairs in tokens.
 * @param task What cannot be done otherwise: the start of a message.
 * @param needs What is asked of scores, as a loss says it; nothing where they are not needed.
 * @throws {RangeError} Naming the first row, counted from 1, that has no scores, not one finite score for each answer, a
 * rejected answer that is scored above the chosen one, or as high where ties are refused, or a score that is not positive
 * where one must be.
 *
 * @example
 * ```ts
 * import { requireScores, scoreRatio } from "@fastslow/fastslow/losses";
 * import { throws } from "node:assert/strict";
 *
 * const [prompt, chosen, rejected] = [1, 2, 3].map((id) => Int32Array.of(id));
 * const scored = (...scores: [number, number]) => [{
 *   ...{ row: 6, prompt: prompt!, chosen: chosen!, rejected: [rejected!] },
 *   scores: { chosen: scores[0], rejected: [scores[1]] },
 * }];
 * requireScores(scored(2, 2), "train", scoreRatio.needs);
 * throws(() => requireScores(scored(2, 2), "train"), /row 7 must score its chosen answer higher/);
 * throws(() => requireScores(scored(2, -1), "train", scoreRatio.needs), /current value is -1/);
 * ```
 */
export function requireScores(
  pairs: readonly EncodedPair[],
  task: string,
  needs: boolean | ScoreNeeds = true,
): void {
  if (needs === false) return;
  for (const pair of pairs) {
    const problem = problemOf(pair, needs === true ? {} : needs);
    if (!problem) continue;
    throw new RangeError(`Cannot ${task} as row ${pair.row + 1} ${problem}`);
  }
}

function problemOf(
  { scores, rejected }: EncodedPair,
  { ties = false, positive = false }: ScoreNeeds,
): string | undefined {
  if (!scores) return `has no scores: give each row "scores": {"chosen", "rejected"}`;
  const all = [scores.chosen, ...scores.rejected];
  if (
    all.length !== 1 + rejected.length || !all.every((score) => Number.isFinite(Math.fround(score)))
  ) {
    return `must have a finite score for each of its 1 + ${rejected.length} answers: current values are ${
      all.join(", ")
    }`;
  }
  const low = positive && all.find((score) => !(Math.fround(score) > 0));
  if (typeof low === "number") {
    return `must have positive scores: current value is ${low}; shift the scores, or take another offset`;
  }
  const gapTo = (score: number) => Math.fround(scores.chosen) - Math.fround(score);
  const high = scores.rejected.find((score) => ties ? gapTo(score) < 0 : gapTo(score) <= 0);
  if (high === undefined) return undefined;
  const relation = ties ? "no lower" : "higher";
  return `must score its chosen answer ${relation} than each rejected one, in float32: current values are ${scores.chosen} and ${high}; drop such rows`;
}
