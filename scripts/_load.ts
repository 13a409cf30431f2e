/** What `--model` names. */
import type { Model } from "../lib/model/mod.ts";
import { loadTokenizer, type Tokenizer } from "../lib/tokens/mod.ts";
import { loadModel, type LoadModelOptions } from "../lib/train/mod.ts";
import { type Fetch, locateModel } from "./_locate.ts";

/** A model with the tokenizer that belongs to it. */
export interface LoadedModel {
  readonly model: Model;
  readonly tokenizer: Tokenizer;
  /** Where both lie. */
  readonly folder: string;
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
  if (tokenizer.size <= model.config.vocab) return { model, tokenizer, folder };
  throw new RangeError(
    `Cannot use ${folder} as its tokenizer has ${tokenizer.size} tokens and its model knows ${model.config.vocab}`,
  );
}

/**
 * The folder of a model; {@linkcode locateModel} says what it may be called.
 *
 * @param what What it is, for the error.
 * @throws {RangeError} If nothing is called so.
 */
export async function modelFolder(model: string, what = "model", fetch?: Fetch): Promise<string> {
  return (await locateModel(model, what, fetch)).path;
}
