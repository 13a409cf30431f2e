import { fetchTokenizer, fileExists, localPath, readJson } from "../data/mod.ts";
import { tokenizerFromJson } from "./tokenizer.ts";
import type { Tokenizer } from "./types.ts";

/**
 * Loads a tokenizer from a folder in Hugging Face format, or from one `tokenizer.json`. An id such as
 * `hf:org/name` is fetched from the hub first.
 *
 * @param path A folder with `tokenizer.json` and perhaps `tokenizer_config.json` and `special_tokens_map.json`, or a file
 * whose name ends in `.json`.
 * @throws {RangeError} If a file is missing or may not be read, or no token is known to end a text.
 * @throws {SyntaxError} If a file is not JSON.
 * @throws {TypeError} If a file is JSON, yet no tokenizer.
 */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  if (path.endsWith(".json")) return tokenizerFromJson(await readJson(path));
  const folder = await localPath(path, fetchTokenizer);
  const json = await readJson(`${folder}/tokenizer.json`);
  const config = await found(`${folder}/tokenizer_config.json`);
  if (typeof config !== "object" || Array.isArray(config)) return tokenizerFromJson(json, config);
  // Older folders name the special tokens there alone.
  const tokens = await found(`${folder}/special_tokens_map.json`);
  return tokenizerFromJson(json, { ...tokens as object, ...config });
}

async function found(path: string): Promise<unknown> {
  return await fileExists(path) ? await readJson(path) : {};
}
