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
  return written.map((ids) => decodeWritten(ids, tokenizer));
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
