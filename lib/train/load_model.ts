/** Models, tokenizers and adapters from and to folders on disk. */
import { join } from "node:path";
import { type Adapter, adapterFromFiles, filesFromAdapter } from "../adapter/mod.ts";
import type { Tensor } from "../base/mod.ts";
import { fetchAdapter, fetchModel, localPath, readBytes, readJson } from "../data/mod.ts";
import { holdAsBfloat16, type Precision } from "../engine/mod.ts";
import {
  filesFromModel,
  type Model,
  type ModelConfig,
  modelFromTensors,
  parseConfig,
} from "../model/mod.ts";
import { availableMemory, requireMemory } from "./available_memory.ts";
import { loadingBytes } from "./estimate_memory.ts";
import { findAdapter } from "./stored_adapter.ts";
import { openStoredModel } from "./stored_model.ts";
import { makeFolder, writeFile, writeJson } from "./write_file.ts";

type Json = Readonly<Record<string, unknown>>;

/** Options for {@linkcode loadModel}. */
export interface LoadModelOptions {
  /** Bytes of memory that are free; `undefined` lets every model through. @default {availableMemory()} */
  readonly available?: number | undefined;
  /**
   * What the model's matrices are held in; bfloat16 needs the engine `tensorflow`, takes half of the memory, and loses
   * nothing of a model that is stored so. @default {"float32"}
   */
  readonly held?: Precision;
}

/**
 * Loads a model from a Hugging Face folder: `config.json`, and `model.safetensors` or shards with their index.
 *
 * An id such as `hf:org/name` is fetched from the hub first; see `fetchModel` of room `data`.
 *
 * Tensors are read one by one, so that beside the model only the largest of them is in memory.
 *
 * @returns A model that the caller owns.
 * @throws {RangeError} If the architecture is unknown, a shard is missing, the weights do not fit the config, or they do
 * not fit into the memory; also if there is nothing but pickles, which could run any code.
 */
export async function loadModel(
  name: string,
  options: LoadModelOptions = {},
): Promise<Model> {
  const folder = await localPath(name, fetchModel);
  const config = parseConfig(await readJson(join(folder, "config.json")) as Json);
  const stored = await openStoredModel(folder);
  const { available, held = "float32" } = { available: availableMemory(), ...options };
  requireMemory(`load ${stored.source}`, loadingBytes(config, held), SMALLER, available);
  return await modelFromTensors(config, stored.read, stored.source, { hold: HOLD[held] });
}

const SMALLER = "end other programs, or take a smaller model";

/** What takes a matrix over and gives what is held of it. */
const HOLD: Readonly<Record<Precision, (matrix: Tensor) => Tensor>> = {
  float32: (matrix) => matrix,
  bfloat16(matrix) {
    try {
      return holdAsBfloat16(matrix);
    } finally {
      matrix.dispose();
    }
  },
};

/** Saves a model as a Hugging Face folder. */
export async function saveModel(folder: string, model: Model): Promise<void> {
  const { config, bytes } = await filesFromModel(model);
  await makeFolder(folder);
  await writeFile(join(folder, "model.safetensors"), bytes);
  await writeJson(join(folder, "config.json"), config);
}

/**
 * Reads an adapter from a PEFT folder: `adapter_config.json` and `adapter_model.safetensors`. An id such as `hf:org/name`
 * is fetched from the hub first.
 *
 * @param model The model that it is meant for.
 * @returns An adapter that the caller owns.
 * @throws {RangeError} If it uses what is not supported, or was made for another model; a pickle is refused.
 */
export async function readAdapter(name: string, model: ModelConfig): Promise<Adapter> {
  const folder = await localPath(name, fetchAdapter);
  const files = await findAdapter(folder);
  const config = await readJson(files.config) as Json;
  const bytes = await readBytes(files.weights);
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
