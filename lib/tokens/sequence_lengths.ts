import type { EncodedPair } from "../base/types.ts";

/** Tokens of each pair as one sequence: its prompt and all of its answers. */
export function sequenceLengths(pairs: readonly EncodedPair[]): number[] {
  return pairs.map(({ prompt, chosen, rejected }) =>
    [chosen, ...rejected].reduce((sum, { length }) => sum + length, prompt.length)
  );
}
