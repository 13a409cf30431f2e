/** How often each pair of neighbouring symbols occurs in a list of counted words, kept up to date while pairs are merged. */
import { pop, push } from "./heap.ts";

/** A word as symbol ids; its first `length` entries count. */
export interface SymbolWord {
  /** Symbol ids. */
  readonly symbols: Int32Array;
  /** How many of them are in use. */
  length: number;
  /** How often the word occurs. */
  readonly count: number;
}

/** A pair of symbols as one number, `left × base + right`: smaller numbers come first among equals. */
export type PairKey = number;

interface Candidate {
  readonly key: PairKey;
  readonly count: number;
}

/** The state of the training: words and the counts of their pairs. */
export interface PairCounts {
  /** The words, changed in place. */
  readonly words: readonly SymbolWord[];
  /** What pair keys are based on: more than the largest symbol. */
  readonly base: number;
  /** Pair → occurrences. */
  readonly counts: Map<PairKey, number>;
  /** Pair → words that hold it, or did so once. */
  readonly holders: Map<PairKey, number[]>;
  /** Pairs by falling count; entries whose count has changed since are put right when they come up. */
  readonly queue: Candidate[];
}

/** Counts the pairs of all words. */
export function countPairs(
  words: readonly SymbolWord[],
  base: number,
): PairCounts {
  const state: PairCounts = {
    words,
    base,
    counts: new Map(),
    holders: new Map(),
    queue: [],
  };
  words.forEach(({ symbols, length, count }, word) => {
    for (let i = 1; i < length; i++) {
      add(state, symbols[i - 1]! * base + symbols[i]!, count, word);
    }
  });
  for (const key of state.counts.keys()) enqueue(state, key);
  return state;
}

/** Takes the most frequent pair, the smaller one among equals, or gives `undefined` where none occurs `least` times. */
export function takePair(
  state: PairCounts,
  least: number,
): [left: number, right: number] | undefined {
  const { queue, counts, base } = state;
  for (let top = pop(queue, comesFirst); top; top = pop(queue, comesFirst)) {
    const count = counts.get(top.key) ?? 0;
    if (count !== top.count) {
      if (count > 0 && count < top.count) enqueue(state, top.key);
      continue;
    }
    if (count < least) return undefined;
    counts.delete(top.key);
    return [Math.floor(top.key / base), top.key % base];
  }
  return undefined;
}

/** Counts more of a pair, in one more word. */
export function add(
  { counts, holders }: PairCounts,
  key: PairKey,
  count: number,
  word: number,
): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
  const list = holders.get(key);
  if (list === undefined) holders.set(key, [word]);
  else if (list.at(-1) !== word) list.push(word);
}

/** Counts less of a pair. */
export function lose({ counts }: PairCounts, key: PairKey, count: number): void {
  const left = (counts.get(key) ?? 0) - count;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}

/** Queues a pair with its present count. */
export function enqueue({ queue, counts }: PairCounts, key: PairKey): void {
  const count = counts.get(key);
  if (count !== undefined) push(queue, { key, count }, comesFirst);
}

function comesFirst(a: Candidate, b: Candidate): boolean {
  return a.count > b.count || (a.count === b.count && a.key < b.key);
}
