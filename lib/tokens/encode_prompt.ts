import type { Tokenizer } from "./types.ts";

/**
 * Token ids of a prompt, never empty: it begins with the tokenizer's BOS, once, where the tokenizer has one. An empty
 * prompt without BOS becomes the single EOS, after which GPT-2 learnt to begin a text.
 *
 * @param prompt The text.
 * @param tokenizer Turns text into ids.
 * @returns Token ids, `[time]`.
 *
 * @example
 * ```ts
 * import {
 *   encodePrompt,
 *   tokenizerFromJson,
 *   trainBpe,
 * } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tokenizer = tokenizerFromJson(trainBpe(["a"], { vocabSize: 257 }));
 *
 * deepEqual([...encodePrompt("", tokenizer)], [tokenizer.eos]);
 * ```
 */
export function encodePrompt(
  prompt: string,
  tokenizer: Tokenizer,
): Int32Array<ArrayBuffer> {
  const { bos, eos } = tokenizer;
  const ids = tokenizer.encode(prompt);
  if (bos === undefined) return ids.length > 0 ? ids : Int32Array.of(eos);
  if (ids[0] === bos) return ids;
  const begun = new Int32Array(ids.length + 1);
  begun.set(ids, 1);
  begun[0] = bos;
  return begun;
}
