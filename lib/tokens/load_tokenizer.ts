import { fileExists, readJson } from "../data/mod.ts";
import { tokenizerFromJson } from "./tokenizer.ts";
import type { Tokenizer } from "./types.ts";

/**
 * Loads a tokenizer from a folder in Hugging Face format, or from one `tokenizer.json`.
 *
 * @param path A folder with `tokenizer.json` and perhaps `tokenizer_config.json`, or a file whose name ends in `.json`.
 * @throws {RangeError} If a file is missing or may not be read, or no token is known to end a text.
 * @throws {SyntaxError} If a file is not JSON.
 * @throws {TypeError} If a file is JSON, yet no tokenizer.
 */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  if (path.endsWith(".json")) return tokenizerFromJson(await readJson(path));
  const config = `${path}/tokenizer_config.json`;
  return tokenizerFromJson(
    await readJson(`${path}/tokenizer.json`),
    await fileExists(config) ? await readJson(config) : {},
  );
}
