/** Models to and from the files of a Hugging Face folder. */
import { type Tensors, tf } from "../base/mod.ts";
import { formatConfig, parseConfig } from "./config.ts";
import type { Model } from "./gpt2.ts";
import { type HostTensor, readSafetensors, writeSafetensors } from "./safetensors.ts";
import { parameterShapes } from "./shapes.ts";

const PREFIX = "transformer.";
/** Buffers that old GPT-2 files carry; they hold no parameter. */
const BUFFER = /\.attn\.(bias|masked_bias)$/;

/**
 * Builds a model from the contents of `config.json` and `model.safetensors`.
 *
 * @param config Parsed `config.json`.
 * @param bytes `model.safetensors`.
 * @param source Name of the weights' file, for errors.
 * @returns A model that the caller owns.
 * @throws {RangeError} If the config is unknown, or a tensor is missing or has another shape.
 */
export function modelFromFiles(
  config: Readonly<Record<string, unknown>>,
  bytes: Uint8Array,
  source: string,
): Model {
  const parsed = parseConfig(config);
  const stored = withoutPrefix(readSafetensors(bytes, source).tensors);
  const weights = tf.tidy(() => {
    const weights: Tensors = {};
    for (const [name, shape] of Object.entries(parameterShapes(parsed))) {
      weights[name] = toTensor(name, stored[name], shape, source);
    }
    return weights;
  });
  return { config: parsed, weights };
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
  for (const [name, tensor] of Object.entries(weights)) {
    const full = name.startsWith("lm_head.") ? name : PREFIX + name;
    tensors[full] = { shape: tensor.shape, data: await tensor.data<"float32">() };
  }
  return {
    config: formatConfig(config),
    bytes: writeSafetensors({ tensors, metadata: { format: "pt" } }),
  };
}

function withoutPrefix(tensors: Readonly<Record<string, HostTensor>>) {
  const plain: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    if (!BUFFER.test(name)) plain[name.replace(PREFIX, "")] = tensor;
  }
  return plain;
}

function toTensor(
  name: string,
  stored: HostTensor | undefined,
  shape: readonly number[],
  source: string,
) {
  if (!stored) throw new RangeError(`Cannot read ${source} as it has no tensor "${name}"`);
  if (stored.shape.join() !== shape.join()) {
    throw new RangeError(
      `Cannot read ${source} as tensor "${name}" has shape [${stored.shape}] where the config asks for [${shape}]`,
    );
  }
  return tf.tensor(stored.data as Float32Array, [...shape], "float32");
}
