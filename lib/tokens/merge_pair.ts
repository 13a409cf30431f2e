import { add, enqueue, lose, type PairCounts, type PairKey } from "./pair_counts.ts";

/** Replaces the pair by one symbol in every word, and counts what that changes. */
export function mergePair(
  state: PairCounts,
  left: number,
  right: number,
  merged: number,
): void {
  const key = left * state.base + right;
  const grown = new Set<PairKey>();
  const holders = state.holders.get(key) ?? [];
  state.holders.delete(key);
  for (const word of holders) mergeInWord(state, word, key, merged, grown);
  state.counts.delete(key);
  for (const pair of grown) enqueue(state, pair);
}

function mergeInWord(
  state: PairCounts,
  index: number,
  key: PairKey,
  merged: number,
  grown: Set<PairKey>,
): void {
  const { base } = state;
  const word = state.words[index]!;
  const { symbols, length, count } = word;
  let end = 0;
  for (let i = 0; i < length; i++, end++) {
    const symbol = symbols[i]!;
    const next = symbols[i + 1]!;
    if (i + 1 >= length || symbol * base + next !== key) {
      symbols[end] = symbol;
      continue;
    }
    const before = symbols[end - 1]! * base;
    if (end > 0) replace(before + symbol, before + merged);
    const after = symbols[i + 2]!;
    if (i + 2 < length) replace(next * base + after, merged * base + after);
    symbols[end] = merged;
    i++;
  }
  word.length = end;

  function replace(old: PairKey, fresh: PairKey) {
    lose(state, old, count);
    add(state, fresh, count, index);
    grown.add(fresh);
  }
}
