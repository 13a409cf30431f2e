/** Models to and from the files of a Hugging Face folder. */
import { type Tensor, type Tensors, tf } from "../base/mod.ts";
import { architecture } from "./architectures/mod.ts";
import { formatConfig, type ModelConfig, parseConfig } from "./config.ts";
import type { ConfigJson } from "./config_fields.ts";
import { type HostTensor, readSafetensors, writeSafetensors } from "./safetensors.ts";
import { linearMaps, parameterShapes } from "./shapes.ts";
import type { Model } from "./transformer.ts";

/** What stands before GPT-2's names in files, and not here. */
const PREFIX = "transformer.";

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
  const { tensors } = readSafetensors(bytes, source);
  const weights = tf.tidy(() => {
    const weights: Tensors = {};
    for (const parameter of parametersOf(parsed)) {
      const stored = namesInFiles(parameter.name).map((name) => tensors[name]).find(Boolean);
      weights[parameter.name] = toTensor(parameter, stored, source);
    }
    return weights;
  });
  return { config: parsed, weights };
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
): Promise<Model> {
  const weights: Tensors = {};
  try {
    for (const parameter of parametersOf(config)) {
      const [name, short] = namesInFiles(parameter.name);
      const found = await stored(name!) ?? (short ? await stored(short) : undefined);
      weights[parameter.name] = toTensor(parameter, found, source);
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
  for (const { name, isTransposed } of parametersOf(config)) {
    const stored = isTransposed ? tf.transpose(weights[name]!) : weights[name]!.clone();
    tensors[namesInFiles(name)[0]!] = { shape: stored.shape, data: await stored.data<"float32">() };
    stored.dispose();
  }
  return {
    config: formatConfig(config),
    bytes: writeSafetensors({ tensors, metadata: { format: "pt" } }),
  };
}

/** A parameter as it is here, and how files have it. */
interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly isTransposed: boolean;
}

function parametersOf(config: ModelConfig): Parameter[] {
  const maps = linearMaps(config);
  const { transposed } = architecture(config);
  return Object.entries(parameterShapes(config)).map(([name, shape]) => ({
    name,
    shape,
    isTransposed: transposed && name.endsWith(".weight") && name.replace(/\.weight$/, "") in maps,
  }));
}

/** The names that files may give a parameter: the one of a model with a head, and the one of a model without. */
function namesInFiles(name: string): string[] {
  const isOfGpt2 = /^(h|wte|wpe|ln_f)\./.test(name);
  if (isOfGpt2) return [PREFIX + name, name];
  return /^(model|gpt_neox)\./.test(name) ? [name, name.replace(/^\w+\./, "")] : [name];
}

function toTensor(
  { name, shape, isTransposed }: Parameter,
  stored: HostTensor | undefined,
  source: string,
): Tensor {
  const [full] = namesInFiles(name);
  if (!stored) throw new RangeError(`Cannot read ${source} as it has no tensor "${full}"`);
  const expected = isTransposed ? [...shape].reverse() : [...shape];
  if (stored.shape.join() !== expected.join()) {
    throw new RangeError(
      `Cannot read ${source} as tensor "${full}" has shape [${stored.shape}] where the config asks for [${expected}]`,
    );
  }
  const read = () => tf.tensor(stored.data as Float32Array, expected, "float32");
  return isTransposed ? tf.tidy(() => tf.transpose(read())) : read();
}
