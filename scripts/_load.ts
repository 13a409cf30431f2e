/** What `--model` names. */
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Model } from "../lib/model/mod.ts";
import { loadTokenizer, type Tokenizer } from "../lib/tokens/mod.ts";
import { loadModel, type LoadModelOptions } from "../lib/train/mod.ts";

/** A model with the tokenizer that belongs to it. */
export interface LoadedModel {
  readonly model: Model;
  readonly tokenizer: Tokenizer;
}

/**
 * Loads a model and its tokenizer.
 *
 * @throws {RangeError} If the tokenizer has ids that the model does not know, or the memory is too small.
 */
export async function loadModelAndTokenizer(
  name: string,
  options: LoadModelOptions = {},
): Promise<LoadedModel> {
  const folder = await modelFolder(name);
  const tokenizer = await loadTokenizer(folder);
  const model = await loadModel(folder, options);
  if (tokenizer.size <= model.config.vocab) return { model, tokenizer };
  throw new RangeError(
    `Cannot use ${folder} as its tokenizer has ${tokenizer.size} tokens and its model knows ${model.config.vocab}`,
  );
}

/**
 * The folder of a model: a path, or a name under the project's `models/`.
 *
 * @param what What it is, for the error.
 * @throws {RangeError} If it is neither.
 */
export async function modelFolder(model: string, what = "model"): Promise<string> {
  if (await isFolder(model)) return model;
  const shipped = fileURLToPath(new URL(`../models/${model}`, import.meta.url));
  if (/^[\w.-]+$/.test(model) && await isFolder(shipped)) return shipped;
  throw new RangeError(
    `Cannot find the ${what} ${model}: it is neither a folder nor a name under models/`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
