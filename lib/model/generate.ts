import { encodePrompt, type Tokenizer } from "../tokens/mod.ts";
import { generateIds, type GenerateOptions } from "./generate_ids.ts";
import type { Model } from "./transformer.ts";

/**
 * Continues prompts, all of them at once.
 *
 * @param model The model.
 * @param tokenizer Its tokenizer; a continuation ends at its end-of-text token.
 * @param prompts Texts to continue; an empty one begins a new text.
 * @param options Length, temperature, top-p, random stream, adapter.
 * @returns The continuations, without their prompts.
 * @throws {RangeError} If prompt and continuation together exceed the model's context, or an option is out of its range.
 *
 * @example
 * ```ts
 * import { ensureEngine, generate, loadModel, loadTokenizer } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * await ensureEngine();
 * const model = await loadModel("models/demo");
 * const tokenizer = await loadTokenizer("models/demo");
 * const options = { maxTokens: 4, temperature: 0 };
 * const [one] = await generate(model, tokenizer, ["How do I"], options);
 * const [, same] = await generate(model, tokenizer, ["Why?", "How do I"], options);
 *
 * equal(one, same);
 * ```
 */
export async function generate(
  model: Model,
  tokenizer: Tokenizer,
  prompts: readonly string[],
  options: GenerateOptions = {},
): Promise<string[]> {
  const ids = prompts.map((prompt) => encodePrompt(prompt, tokenizer));
  const written = await generateIds(model, ids, { stop: tokenizer.eos, ...options });
  return written.map((continuation, i) => decodeAfter(ids[i]!, continuation, tokenizer));
}

/**
 * The text of ids that a model wrote, without special tokens. Models may know more ids than their tokenizer, as their
 * embedding is padded to a round number: those stand for no text, as in transformers.
 *
 * @param tokenizer The model's tokenizer.
 *
 * @example
 * ```ts
 * import { loadTokenizer } from "@fastslow/fastslow";
 * import { decodeWritten } from "@fastslow/fastslow/model";
 * import { equal } from "node:assert/strict";
 *
 * const tokenizer = await loadTokenizer("models/demo");
 * const ids = [...tokenizer.encode("Basil"), tokenizer.size, tokenizer.eos];
 * equal(decodeWritten(ids, tokenizer), "Basil");
 * ```
 */
export function decodeWritten(
  ids: ArrayLike<number>,
  tokenizer: Pick<Tokenizer, "decode" | "size">,
): string {
  return tokenizer.decode(Array.from(ids).filter((id) => id < tokenizer.size), {
    skipSpecial: true,
  });
}

/**
 * The text of a continuation as it stands behind its prompt. Tokenizers like Llama's put a space before a text of its own
 * and take it away again when they decode; behind a prompt that space belongs to the continuation, so that
 * `encode(text, { after: prompt })` gives its ids back.
 *
 * @param prompt Token ids that it goes on from.
 * @param ids Token ids of the continuation.
 * @param tokenizer The model's tokenizer.
 *
 * @example
 * ```ts
 * import { loadTokenizer } from "@fastslow/fastslow";
 * import { decodeAfter } from "@fastslow/fastslow/model";
 * import { equal } from "node:assert/strict";
 *
 * const tokenizer = await loadTokenizer("models/demo");
 * const [prompt, ids] = [tokenizer.encode("Basil"), tokenizer.encode(" likes light.")];
 * equal(decodeAfter(prompt, ids, tokenizer), " likes light.");
 * ```
 */
export function decodeAfter(
  prompt: ArrayLike<number>,
  ids: ArrayLike<number>,
  tokenizer: Pick<Tokenizer, "decode" | "encode" | "size">,
): string {
  const alone = decodeWritten(ids, tokenizer);
  const before = decodeWritten(prompt, tokenizer);
  const whole = decodeWritten([...Array.from(prompt), ...Array.from(ids)], tokenizer);
  if (!whole.startsWith(before)) return alone;
  const behind = whole.slice(before.length);
  if (behind === alone) return alone;
  // Behind a special token some tokenizers put the space themselves.
  const after = tokenizer.decode(Array.from(prompt).filter((id) => id < tokenizer.size));
  const read = tokenizer.encode(alone, { after });
  return read.length === ids.length && read.every((id, i) => id === ids[i]) ? alone : behind;
}
