/** What makes two tokenizers the same. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileExists, readBytes } from "../data/mod.ts";

/**
 * sha256 of a tokenizer's files, `tokenizer.json` and, where it exists, `tokenizer_config.json`, in hex.
 *
 * @param folder A folder in Hugging Face format.
 * @throws {RangeError} If a file is missing or may not be read.
 */
export async function hashTokenizer(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["tokenizer.json", "tokenizer_config.json"]) {
    const path = join(folder, name);
    if (name === "tokenizer_config.json" && !await fileExists(path)) continue;
    const bytes = await readBytes(path);
    hash.update(`${name} ${bytes.length} `).update(bytes);
  }
  return hash.digest("hex");
}
