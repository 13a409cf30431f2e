import { commonLength } from "./common_subsequence.ts";
import { rougeNgrams } from "./rouge_ngrams.ts";
import { type RougeScore, rougeScore } from "./rouge_score.ts";
import { rougeWords } from "./rouge_words.ts";

/** What {@linkcode rouge} measures. */
export interface Rouge {
  /** Single words. */
  readonly rouge1: RougeScore;
  /** Pairs of neighbours. */
  readonly rouge2: RougeScore;
  /** The longest common subsequence of words, over the whole texts. */
  readonly rougeL: RougeScore;
}

/**
 * ROUGE of a candidate against a reference ({@link https://aclanthology.org/W04-1013 | Lin 2004}), number for number that of
 * Google's Python package rouge-score without its stemmer: in lower case, words are runs of a–z and 0–9. Letters beyond
 * those separate words, so that it fits English alone. Texts without a word score 0, also against each other.
 *
 * @param candidate The text that is judged. Note that rouge-score takes the reference first.
 * @param reference The text that it is compared with.
 *
 * @example
 * ```ts
 * import { rouge } from "@fastslow/fastslow";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const { rouge1, rouge2, rougeL } = rouge("The dog sat.", "the dog — it sat");
 * deepEqual(rouge1, { precision: 1, recall: 0.75, fmeasure: 6 / 7 });
 * equal(rouge2.precision, 0.5);
 * equal(rougeL.recall, 0.75);
 * ```
 */
export function rouge(candidate: string, reference: string): Rouge {
  const [ours, theirs] = [rougeWords(candidate), rougeWords(reference)];
  const sizes = { candidate: ours.length, reference: theirs.length };
  return {
    rouge1: rougeNgrams(ours, theirs, { n: 1 }),
    rouge2: rougeNgrams(ours, theirs, { n: 2 }),
    rougeL: rougeScore(commonLength(ours, theirs), sizes),
  };
}
