import { commonPlaces } from "./common_subsequence.ts";
import { type RougeScore, rougeScore } from "./rouge_score.ts";
import { rougeWords } from "./rouge_words.ts";
import { counts } from "./word_counts.ts";

/**
 * ROUGE-L of summaries of several sentences ({@link https://aclanthology.org/W04-1013 | Lin 2004}, section 3.2), number for
 * number that of Google's Python package rouge-score without its stemmer. Each line is a sentence. A sentence of the
 * reference is met where its longest common subsequence with any sentence of the candidate meets it; no word is counted
 * more often than either text has it.
 *
 * @param candidate The summary that is judged, a sentence a line.
 * @param reference The summary that it is compared with, a sentence a line.
 *
 * @example
 * ```ts
 * import { rouge, rougeLsum } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * const [candidate, reference] = ["it rained\nthe dog sat", "the dog sat\nit rained"];
 * equal(rougeLsum(candidate, reference).fmeasure, 1);
 * equal(rouge(candidate, reference).rougeL.fmeasure, 0.6);
 * ```
 */
export function rougeLsum(candidate: string, reference: string): RougeScore {
  const [ours, theirs] = [sentences(candidate), sentences(reference)];
  const left = [counts(ours.flat()), counts(theirs.flat())];
  let hits = 0;
  for (const word of theirs.flatMap((sentence) => met(sentence, ours))) {
    if (left.some((count) => !count.get(word))) continue;
    for (const count of left) count.set(word, count.get(word)! - 1);
    hits++;
  }
  return rougeScore(hits, { candidate: ours.flat().length, reference: theirs.flat().length });
}

function sentences(text: string): (readonly string[])[] {
  return text.split("\n").map(rougeWords);
}

/** Words of a sentence that stand in its common subsequence with any of the others. */
function met(sentence: readonly string[], others: readonly (readonly string[])[]): string[] {
  const places = new Set(others.flatMap((other) => commonPlaces(sentence, other)));
  return sentence.filter((_, i) => places.has(i));
}
