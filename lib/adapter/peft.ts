/** Adapters to and from the files of a PEFT folder. */
import { type Tensors, tf } from "../base/mod.ts";
import {
  type HostTensor,
  type ModelConfig,
  readSafetensors,
  writeSafetensors,
} from "../model/mod.ts";
import type { Adapter } from "./adapter.ts";
import { loraRanks } from "./config.ts";
import { formatLoraConfig } from "./format_config.ts";
import { keptInOut, modulePath } from "./module_path.ts";
import { settingsAndMaps } from "./settings_and_maps.ts";

/**
 * Builds an adapter from the contents of `adapter_config.json` and `adapter_model.safetensors`.
 *
 * @param config Parsed `adapter_config.json`.
 * @param bytes `adapter_model.safetensors`.
 * @param model The model that it is meant for.
 * @param source Name of the folder, for errors.
 * @returns An adapter that the caller owns.
 * @throws {RangeError} If it uses what is not supported, or was made for another model.
 */
export function adapterFromFiles(
  config: Readonly<Record<string, unknown>>,
  bytes: Uint8Array,
  model: ModelConfig,
  source: string,
): Adapter {
  const { lora, maps } = settingsAndMaps(config, model, source);
  requireSameLayout(config, Object.keys(maps), `${source}/adapter_config.json`);
  const rankOf = loraRanks(lora);
  const file = `${source}/adapter_model.safetensors`;
  const stored = { ...readSafetensors(bytes, file).tensors };
  const weights = tf.tidy(() => {
    const weights: Tensors = {};
    for (const [name, [input, output]] of Object.entries(maps)) {
      weights[`${name}.lora_A`] = take(stored, `${name}.lora_A`, [rankOf(name), input], file);
      weights[`${name}.lora_B`] = take(stored, `${name}.lora_B`, [output, rankOf(name)], file);
    }
    const [stranger] = Object.keys(stored);
    if (stranger !== undefined) {
      throw new RangeError(
        `Cannot read ${file} as the model has no place for "${stranger}": it belongs to another model`,
      );
    }
    return weights;
  });
  return { config: lora, weights };
}

/**
 * The contents of `adapter_config.json` and `adapter_model.safetensors` for an adapter.
 *
 * @param base Name or folder of the model that it adapts, if known.
 */
export async function filesFromAdapter(
  { config, weights }: Adapter,
  base: string | null = null,
): Promise<{ config: Record<string, unknown>; bytes: Uint8Array<ArrayBuffer> }> {
  const tensors: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(weights)) {
    tensors[storedName(name)] = { shape: tensor.shape, data: await tensor.data<"float32">() };
  }
  return {
    config: formatLoraConfig(config, base, { fanInFanOut: Object.keys(weights).every(keptInOut) }),
    bytes: writeSafetensors({ tensors, metadata: { format: "pt" } }),
  };
}

/** Name of a factor in PEFT's file. */
function storedName(factor: string): string {
  return `base_model.model.${modulePath(factor)}.weight`;
}

/** PEFT mends a `fan_in_fan_out` that is wrong, and saves what it mended: a wrong one is of another model. */
function requireSameLayout(
  { fan_in_fan_out: given }: Readonly<Record<string, unknown>>,
  maps: readonly string[],
  file: string,
) {
  const right = maps.every(keptInOut);
  if (typeof given !== "boolean" || given === right) return;
  throw new RangeError(
    `Cannot read ${file} as fan_in_fan_out is ${given} where this model's maps are kept as ${
      right ? "[in, out]" : "[out, in]"
    }: it belongs to another model, or must be ${right}`,
  );
}

/** Moves a tensor out of the file's, so that what is left over is known. */
function take(
  stored: Record<string, HostTensor>,
  name: string,
  shape: readonly [number, number],
  file: string,
) {
  const full = storedName(name);
  const found = stored[full];
  if (!found) {
    throw new RangeError(`Cannot read ${file} as it lacks "${full}": it belongs to another model`);
  }
  if (found.shape.join() !== shape.join()) {
    throw new RangeError(
      `Cannot read ${file} as "${full}" has shape [${found.shape}] where this model asks for [${shape}]: it belongs to another model`,
    );
  }
  delete stored[full];
  return tf.tensor2d(found.data as Float32Array, [...shape]);
}
