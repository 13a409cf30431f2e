import { BYTE_CHARACTERS, spellBytes, splitWords } from "./words.ts";
import type { SymbolWord } from "./pair_counts.ts";

/** Splits texts into words by GPT-2's pattern and counts the different ones, each as ids of its bytes, from `firstId` on. */
export function countWords(
  texts: Iterable<string>,
  firstId: number,
): SymbolWord[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of splitWords(text)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const ids = new Map(BYTE_CHARACTERS.map((it, i) => [it, firstId + i]));
  return Array.from(counts, ([word, count]) => {
    const symbols = Int32Array.from(spellBytes(word), (it) => ids.get(it)!);
    return { symbols, length: symbols.length, count };
  });
}
