import type { EncodedPair } from "../base/mod.ts";
import { recordsSteps } from "../engine/mod.ts";
import { roundUp } from "../tokens/mod.ts";

/** Lengths of rows are rounded up to few where steps are recorded. */
const GRAIN = 8;

/**
 * How many tokens a row holds, so that the answers to a prompt share it: what the longest prompt takes with all of its
 * answers, but at most twice the longest text, as attention's cost rises with the square.
 */
export function rowCapacity(texts: readonly EncodedPair[]): number {
  const lengths = texts.map(({ prompt, chosen }) => prompt.length + chosen.length);
  const together = new Map<string, number>();
  for (const { prompt, chosen } of texts) {
    const name = prompt.join();
    together.set(name, (together.get(name) ?? prompt.length) + chosen.length);
  }
  const capacity = Math.min(largest([...together.values()]), 2 * largest(lengths));
  return recordsSteps() ? roundUp(capacity, GRAIN) : capacity;
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, x) => Math.max(most, x), 0);
}
