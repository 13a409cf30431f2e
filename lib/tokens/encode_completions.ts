import type { Completion } from "../data/mod.ts";
import { encodeRows, type TextRow } from "./encode_rows.ts";
import type { EncodedPairs, EncodeOptions, Tokenizer } from "./types.ts";

/**
 * Supervised examples → token ids, by the rules of {@linkcode encodePairs}: the completion stands as the chosen answer
 * and `rejected` is empty.
 *
 * @param completions Examples; one without `row` gets its place in the iteration.
 * @param tokenizer Turns text into ids.
 * @param options Longest row, in tokens.
 * @returns The examples in tokens and the counts of what was dropped and cut.
 * @throws {RangeError} If `maxLength` is no whole number ≥ 2.
 *
 * @example
 * ```ts
 * import {
 *   encodeCompletions,
 *   tokenizerFromJson,
 *   trainBpe,
 * } from "@fastslow/fastslow/tokens";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const tokenizer = tokenizerFromJson(trainBpe(["a"], { vocabSize: 257 }));
 * const examples = [{ prompt: "", completion: "Once" }];
 * const [example] = encodeCompletions(examples, tokenizer).pairs;
 *
 * equal(tokenizer.decode(example!.chosen), "Once<|endoftext|>");
 * deepEqual(example!.rejected, []);
 * ```
 */
export function encodeCompletions(
  completions: Iterable<Completion & { readonly row?: number }>,
  tokenizer: Tokenizer,
  options: EncodeOptions = {},
): EncodedPairs {
  return encodeRows(textRows(completions), tokenizer, options);
}

function* textRows(
  completions: Iterable<Completion & { readonly row?: number }>,
): Generator<TextRow> {
  let place = 0;
  for (const { prompt, completion, row, ...marks } of completions) {
    yield {
      prompt,
      answers: [completion],
      marks: { ...marks, row: row ?? place },
    };
    place++;
  }
}
