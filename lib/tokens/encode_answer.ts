import type { Tokenizer } from "./types.ts";

/**
 * Token ids of an answer, ended by exactly one EOS however many the text spells out.
 *
 * @param answer The text.
 * @param tokenizer Turns text into ids.
 * @returns Token ids, `[time]`; the lone EOS where the answer is empty.
 *
 * @example
 * ```ts
 * import {
 *   encodeAnswer,
 *   tokenizerFromJson,
 *   trainBpe,
 * } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tokenizer = tokenizerFromJson(trainBpe(["a"], { vocabSize: 257 }));
 * const ended = encodeAnswer("Yes.<|endoftext|>", tokenizer);
 *
 * deepEqual(ended, encodeAnswer("Yes.", tokenizer));
 * ```
 */
export function encodeAnswer(
  answer: string,
  tokenizer: Tokenizer,
): Int32Array<ArrayBuffer> {
  const ids = tokenizer.encode(answer);
  let length = ids.length;
  while (length > 0 && ids[length - 1] === tokenizer.eos) length--;
  const ended = new Int32Array(length + 1);
  ended.set(ids.subarray(0, length));
  ended[length] = tokenizer.eos;
  return ended;
}
