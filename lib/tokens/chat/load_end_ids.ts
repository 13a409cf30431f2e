import { fileExists, readJson } from "../../data/mod.ts";
import type { Tokenizer } from "../types.ts";

/**
 * The tokens that end what a model writes: the tokenizer's own EOS, and those that `generation_config.json` names, as chat
 * models have one for a text and others for a turn.
 *
 * @param folder A folder in Hugging Face format.
 * @param tokenizer Its tokenizer.
 * @returns Token ids, each once.
 * @throws {RangeError} If the file names an id that the tokenizer does not know, or may not be read.
 * @throws {SyntaxError} If the file is not JSON.
 * @see https://huggingface.co/docs/transformers/main_classes/text_generation
 *
 * @example
 * ```ts
 * import { loadEndIds, loadTokenizer } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tokenizer = await loadTokenizer("models/demo");
 * deepEqual(await loadEndIds("models/demo", tokenizer), [tokenizer.eos]);
 * ```
 */
export async function loadEndIds(
  folder: string,
  { eos, size }: Tokenizer,
): Promise<readonly number[]> {
  const path = `${folder}/generation_config.json`;
  const config = await fileExists(path) ? await readJson(path) : {};
  const named: unknown = (config as { readonly eos_token_id?: unknown } | null)?.eos_token_id;
  const ids = [named ?? []].flat() as readonly unknown[];
  const stray = ids.find((id) => !(Number.isInteger(id) && Number(id) >= 0 && Number(id) < size));
  if (stray === undefined) return [...new Set([eos, ...ids as readonly number[]])];
  throw new RangeError(
    `Cannot read ${path} as eos_token_id must be ids from 0 to ${size - 1}: one is ${
      JSON.stringify(stray)
    }`,
  );
}
