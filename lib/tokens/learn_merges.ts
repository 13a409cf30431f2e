import { mergePair } from "./merge_pair.ts";
import { countPairs, type SymbolWord, takePair } from "./pair_counts.ts";

/** A vocabulary in order of its ids, and the merges that lead to it. */
export interface LearntMerges {
  /** Token of each id. */
  readonly tokens: readonly string[];
  /** Merges in order, each `"left right"`. */
  readonly merges: readonly string[];
}

/**
 * Learns merges by byte-pair encoding: again and again the most frequent pair of neighbours becomes a symbol
 * ({@link https://arxiv.org/abs/1508.07909 | Sennrich et al.}, Algorithm 1). Among equally frequent pairs the one
 * with the smaller ids comes first, as in Hugging Face's `BpeTrainer`.
 *
 * @param words Counted words; changed in place.
 * @param first The tokens that are there from the start, special ones and bytes.
 * @param special How many of them, at the front, are special: no merge may spell one.
 */
export function learnMerges(
  words: readonly SymbolWord[],
  first: readonly string[],
  { special, vocabSize, minFrequency }: {
    readonly special: number;
    readonly vocabSize: number;
    readonly minFrequency: number;
  },
): LearntMerges {
  const tokens = [...first];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges: string[] = [];
  const state = countPairs(words, vocabSize);
  while (tokens.length < vocabSize) {
    const pair = takePair(state, minFrequency);
    if (pair === undefined) break;
    const [left, right] = pair;
    const merged = tokens[left]! + tokens[right]!;
    // Two ways of spelling one token share its id.
    const id = ids.get(merged) ?? tokens.length;
    if (id < special) continue;
    if (id === tokens.length) tokens.push(merged);
    ids.set(merged, id);
    merges.push(`${tokens[left]} ${tokens[right]}`);
    mergePair(state, left, right, id);
  }
  return { tokens, merges };
}
