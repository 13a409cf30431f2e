import type { EncodedPair } from "../base/types.ts";

/** Tokens of a pair as one sequence: its prompt once, and all of its answers. */
export function sequenceLength({ prompt, chosen, rejected }: EncodedPair): number {
  return [chosen, ...rejected].reduce((sum, { length }) => sum + length, prompt.length);
}
