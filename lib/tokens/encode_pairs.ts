import type { Pair } from "../base/types.ts";
import { encodeRows, type TextRow } from "./encode_rows.ts";
import type { EncodedPairs, EncodeOptions, Tokenizer } from "./types.ts";

/**
 * Pairs → token ids, prompt and answers encoded apart; what cannot be learnt from is dropped and counted.
 *
 * - BOS begins the prompt where the tokenizer adds one, never twice; an empty prompt without BOS becomes the single EOS.
 * - An answer is encoded as what goes on from its prompt: no space comes before it that its text does not have.
 * - Exactly one EOS ends an answer, also where its text already spells one. What white space a chat template writes behind
 *   its EOS stays.
 * - A row longer than `maxLength` keeps its answers and loses prompt tokens from the left, all but one (the BOS if there
 *   is one). An answer longer than `maxLength − 1` is cut on the right, and then has no EOS.
 * - A pair is dropped if an answer is empty, or white space and special tokens alone, or a rejected one equals the chosen one in
 *   tokens.
 *
 * @param pairs Pairs; one without `row` gets its place in the iteration.
 * @param tokenizer Turns text into ids.
 * @param options Longest row, in tokens.
 * @returns The pairs in tokens and the counts of what was dropped and cut.
 * @throws {RangeError} If `maxLength` is no whole number ≥ 2.
 *
 * @example
 * ```ts
 * import {
 *   encodePairs,
 *   tokenizerFromJson,
 *   trainBpe,
 * } from "@fastslow/fastslow/tokens";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const tokenizer = tokenizerFromJson(trainBpe(["a"], { vocabSize: 257 }));
 * const { pairs, dropped } = encodePairs([
 *   { prompt: "Tea?", chosen: " Yes", rejected: " No" },
 *   { prompt: "Tea?", chosen: " Yes", rejected: " Yes" },
 * ], tokenizer);
 *
 * equal(tokenizer.decode(pairs[0]!.chosen), " Yes<|endoftext|>");
 * deepEqual(dropped, { empty: 0, identical: 1, identicalWhenCut: 0 });
 * ```
 */
export function encodePairs(
  pairs: Iterable<Pair & { readonly row?: number }>,
  tokenizer: Tokenizer,
  options: EncodeOptions = {},
): EncodedPairs {
  return encodeRows(textRows(pairs), tokenizer, options);
}

function* textRows(
  pairs: Iterable<Pair & { readonly row?: number }>,
): Generator<TextRow> {
  let place = 0;
  for (const { prompt, chosen, rejected, row, ...marks } of pairs) {
    yield {
      prompt,
      answers: [chosen, ...[rejected].flat()],
      marks: { ...marks, row: row ?? place },
    };
    place++;
  }
}
