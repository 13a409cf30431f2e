/** Models to and from the files of a Hugging Face folder. */
import { type Tensor, type Tensors, tf } from "../base/mod.ts";
import { formatConfig, type ModelConfig, parseConfig } from "./config.ts";
import type { ConfigJson } from "./config_fields.ts";
import { type HostTensor, readSafetensors, writeSafetensors } from "./safetensors.ts";
import { parametersOf, requireSame, toTensor } from "./stored_parameters.ts";
import type { Model } from "./transformer.ts";

/** A model's tensors in files, wherever those are: gives one by its full name, or nothing where there is none. */
export type StoredTensors = (name: string) => Promise<HostTensor | undefined>;

/**
 * Builds a model from the contents of `config.json` and `model.safetensors`.
 *
 * @param config Parsed `config.json`.
 * @param bytes `model.safetensors`.
 * @param source Name of the weights' file, for errors.
 * @returns A model that the caller owns.
 * @throws {RangeError} If the config is unknown, or a tensor is missing or has another shape.
 */
export function modelFromFiles(config: ConfigJson, bytes: Uint8Array, source: string): Model {
  const parsed = parseConfig(config);
  const parameters = parametersOf(parsed);
  const known = new Set(parameters.flatMap(({ names }) => names));
  const { tensors } = readSafetensors(bytes, source, { wanted: (name) => known.has(name) });
  const weights = tf.tidy(() => {
    const weights: Tensors = {};
    for (const parameter of parameters) {
      const { name, names, copy } = parameter;
      const found = names.map((name) => tensors[name]).find(Boolean);
      if (copy !== undefined) requireSame(parameter, [found, tensors[copy]], source);
      weights[name] = toTensor(parameter, found, source);
    }
    return weights;
  });
  return { config: parsed, weights };
}

/** Options for {@linkcode modelFromTensors}. */
export interface ModelFromTensorsOptions {
  /** Takes a matrix over and gives what is held of it, such as `holdAsBfloat16` makes. @default {the matrix itself} */
  readonly hold?: (matrix: Tensor) => Tensor;
}

/**
 * Builds a model from tensors that are read one by one, so that beside the model only one of them is in memory.
 *
 * @param stored Reads a tensor.
 * @param source Name of the folder, for errors.
 * @returns A model that the caller owns.
 * @throws {RangeError} If a tensor is missing or has another shape.
 */
export async function modelFromTensors(
  config: ModelConfig,
  stored: StoredTensors,
  source: string,
  { hold = (matrix) => matrix }: ModelFromTensorsOptions = {},
): Promise<Model> {
  const weights: Tensors = {};
  try {
    for (const parameter of parametersOf(config)) {
      const { name, names, copy } = parameter;
      const found = await firstOf(names, stored);
      if (copy !== undefined) requireSame(parameter, [found, await stored(copy)], source);
      const tensor = toTensor(parameter, found, source);
      weights[name] = tensor.rank > 1 ? hold(tensor) : tensor;
    }
    return { config, weights };
  } catch (error) {
    tf.dispose(weights);
    throw error;
  }
}

/**
 * The contents of `config.json` and `model.safetensors` for a model.
 *
 * @returns The parsed config and the weights' file.
 */
export async function filesFromModel(
  { config, weights }: Model,
): Promise<{ config: Record<string, unknown>; bytes: Uint8Array<ArrayBuffer> }> {
  const tensors: Record<string, HostTensor> = {};
  for (const { name, names: [full], isTransposed } of parametersOf(config)) {
    const stored = isTransposed ? tf.transpose(weights[name]!) : weights[name]!.clone();
    tensors[full] = { shape: stored.shape, data: await stored.data<"float32">() };
    stored.dispose();
  }
  return {
    config: formatConfig(config),
    bytes: writeSafetensors({ tensors, metadata: { format: "pt" } }),
  };
}

async function firstOf(
  names: readonly string[],
  stored: StoredTensors,
): Promise<HostTensor | undefined> {
  for (const name of names) {
    const found = await stored(name);
    if (found) return found;
  }
  return undefined;
}
