/** Models, tokenizers and adapters from and to folders on disk. */
import { join } from "node:path";
import { type Adapter, adapterFromFiles, filesFromAdapter } from "../adapter/mod.ts";
import { readBytes, readJson } from "../data/mod.ts";
import { filesFromModel, type Model, type ModelConfig, modelFromFiles } from "../model/mod.ts";
import { makeFolder, writeFile, writeJson } from "./write_file.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * Loads a model from a Hugging Face folder: `config.json` and `model.safetensors`.
 *
 * @returns A model that the caller owns.
 * @throws {RangeError} If the architecture is unknown, or the weights do not fit it.
 */
export async function loadModel(folder: string): Promise<Model> {
  const config = await readJson(join(folder, "config.json")) as Json;
  const weights = join(folder, "model.safetensors");
  return modelFromFiles(config, await readBytes(weights), weights);
}

/** Saves a model as a Hugging Face folder. */
export async function saveModel(folder: string, model: Model): Promise<void> {
  const { config, bytes } = await filesFromModel(model);
  await makeFolder(folder);
  await writeFile(join(folder, "model.safetensors"), bytes);
  await writeJson(join(folder, "config.json"), config);
}

/**
 * Reads an adapter from a PEFT folder: `adapter_config.json` and `adapter_model.safetensors`.
 *
 * @param model The model that it is meant for.
 * @returns An adapter that the caller owns.
 * @throws {RangeError} If it uses what is not supported, or was made for another model.
 */
export async function readAdapter(folder: string, model: ModelConfig): Promise<Adapter> {
  const config = await readJson(join(folder, "adapter_config.json")) as Json;
  const bytes = await readBytes(join(folder, "adapter_model.safetensors"));
  return adapterFromFiles(config, bytes, model, folder);
}

/**
 * Writes an adapter as a PEFT folder. The config comes last, so that a folder with a config is whole.
 *
 * @param base Name or folder of the model that it adapts, if known.
 */
export async function writeAdapter(
  folder: string,
  adapter: Adapter,
  base: string | null = null,
): Promise<void> {
  const { config, bytes } = await filesFromAdapter(adapter, base);
  await makeFolder(folder);
  await writeFile(join(folder, "adapter_model.safetensors"), bytes);
  await writeJson(join(folder, "adapter_config.json"), config);
}
