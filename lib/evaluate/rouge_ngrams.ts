import { type RougeScore, rougeScore } from "./rouge_score.ts";
import { counts } from "./word_counts.ts";

/** ROUGE-N: n-grams that both texts have, each as often as the text that has it less often (Lin 2004, section 2). */
export function rougeNgrams(
  candidate: readonly string[],
  reference: readonly string[],
  { n }: { readonly n: number },
): RougeScore {
  const [ours, theirs] = [ngrams(candidate, n), ngrams(reference, n)];
  const left = counts(theirs);
  let hits = 0;
  for (const [ngram, count] of counts(ours)) hits += Math.min(count, left.get(ngram) ?? 0);
  return rougeScore(hits, { candidate: ours.length, reference: theirs.length });
}

/** Words hold no blanks, so that a blank between them keeps n-grams apart. */
function ngrams(words: readonly string[], n: number): string[] {
  return words.slice(n - 1).map((_, i) => words.slice(i, i + n).join(" "));
}
