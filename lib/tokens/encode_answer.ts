import type { EncodeTextOptions, Tokenizer } from "./types.ts";

/**
 * Token ids of an answer, ended by exactly one EOS however many the text spells out. White space that a chat template writes
 * behind its EOS, as Qwen's and Zephyr's do, stays there and gets no second EOS.
 *
 * @param answer The text.
 * @param tokenizer Turns text into ids.
 * @param options The prompt that the answer goes on from. Without one the answer is a text of its own.
 * @returns Token ids, `[time]`; the lone EOS where the answer is empty. A BOS that the text spells at its front, where the
 * tokenizer adds one and there is no prompt, is left out, for it stands in the prompt.
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
  { after = "" }: EncodeTextOptions = {},
): Int32Array<ArrayBuffer> {
  const { bos, eos } = tokenizer;
  const spelt = tokenizer.encode(answer, { after });
  const ids = after === "" && spelt[0] === bos ? spelt.subarray(1) : spelt;
  const last = ids.lastIndexOf(eos);
  const tail = ids.subarray(last + 1);
  const ends = last >= 0 && tokenizer.decode(tail).trim() === "";
  const words = ends ? withoutLast(ids.subarray(0, last), eos) : ids;
  const ended = new Int32Array(words.length + 1 + (ends ? tail.length : 0));
  ended.set(words);
  ended[words.length] = eos;
  if (ends) ended.set(tail, words.length + 1);
  return ended;
}

/** The tokens before a run of `eos` at the end. */
function withoutLast(ids: Int32Array, eos: number): Int32Array {
  const kept = ids.findLastIndex((id) => id !== eos);
  return ids.subarray(0, kept + 1);
}
