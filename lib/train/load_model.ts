/** Models, tokenizers and adapters from and to folders on disk. */
import { join } from "node:path";
import { type Adapter, adapterFromFiles, filesFromAdapter } from "../adapter/mod.ts";
import { readBytes, readJson } from "../data/mod.ts";
import { filesFromModel, type Model, type ModelConfig, modelFromFiles } from "../model/mod.ts";
import { availableMemory, requireMemory } from "./available_memory.ts";
import { makeFolder, writeFile, writeJson } from "./write_file.ts";

type Json = Readonly<Record<string, unknown>>;

/** Options for {@linkcode loadModel}. */
export interface LoadModelOptions {
  /** Bytes of memory that are free; `undefined` lets every model through. @default {availableMemory()} */
  readonly available?: number | undefined;
}

/**
 * Loads a model from a Hugging Face folder: `config.json` and `model.safetensors`.
 *
 * @returns A model that the caller owns.
 * @throws {RangeError} If the architecture is unknown, the weights do not fit it, or they do not fit into the memory.
 */
export async function loadModel(
  folder: string,
  options: LoadModelOptions = {},
): Promise<Model> {
  const config = await readJson(join(folder, "config.json")) as Json;
  const weights = join(folder, "model.safetensors");
  const { available } = { available: availableMemory(), ...options };
  requireMemory(`load ${weights}`, LOADING * await sizeOf(weights), SMALLER, available);
  return modelFromFiles(config, await readBytes(weights), weights);
}

/** The file and the model made of it are there at the same time. */
const LOADING = 2;
const SMALLER = "end other programs, or take a smaller model";

/** Bytes of a file; 0 where there is none, of which whoever reads it says more. */
async function sizeOf(path: string): Promise<number> {
  return (await Deno.stat(path).catch(() => ({ size: 0 }))).size;
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
