import { join } from "node:path";
import { fileExists, readJson } from "../lib/data/mod.ts";
import type { Model } from "../lib/model/mod.ts";
import { saveModel, writeJson } from "../lib/train/mod.ts";

/** What stands beside a model's config and weights: the tokenizer's files, and how to generate. */
const BESIDE = [
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "added_tokens.json",
  "vocab.json",
  "merges.txt",
  "tokenizer.model",
  "chat_template.jinja",
  "generation_config.json",
] as const;

/**
 * Saves a model that was made of another one, as a Hugging Face folder: with the config, the tokenizer and the settings
 * for generation that the other one has.
 *
 * @param folder Where to.
 * @param model The model; its weights are written as float32.
 * @param base Folder of the model that it was made of.
 */
export async function saveMerged(folder: string, model: Model, base: string): Promise<void> {
  await saveModel(folder, model);
  const { dtype: _, ...config } = await readJson(join(base, "config.json")) as Record<
    string,
    unknown
  >;
  await writeJson(join(folder, "config.json"), { ...config, torch_dtype: "float32" });
  for (const name of BESIDE) {
    const from = join(base, name);
    if (await fileExists(from)) await Deno.copyFile(from, join(folder, name));
  }
}
