/** A LoRA module: settings and factors. */
import { fold, type Key, type Tensors, tf, uniform } from "../base/mod.ts";
import { linearMaps, type ModelConfig } from "../model/mod.ts";
import type { LoraConfig } from "./config.ts";

/** A LoRA module. Factors carry PEFT's names and layouts: `NAME.lora_A` is `[rank, in]`, `NAME.lora_B` is `[out, rank]`. */
export interface Adapter {
  /** Settings. */
  readonly config: LoraConfig;
  /** Factors by name, such as `h.0.attn.c_attn.lora_A`. */
  readonly weights: Tensors;
}

/**
 * The affine maps that an adapter changes, with their `[in, out]`.
 *
 * @throws {RangeError} If a target matches no map of the model.
 *
 * @example A name is matched at the end of the path, as PEFT does
 * ```ts
 * import { targetMaps } from "@fastslow/fastslow/adapter";
 * import { parseConfig } from "@fastslow/fastslow/model";
 * import { deepEqual } from "node:assert/strict";
 *
 * const model = parseConfig({ model_type: "gpt2", n_layer: 1, n_embd: 8, n_head: 2, n_positions: 16, vocab_size: 50 });
 * deepEqual(targetMaps(model, ["c_proj"]), { "h.0.attn.c_proj": [8, 8], "h.0.mlp.c_proj": [32, 8] });
 * ```
 */
export function targetMaps(
  model: ModelConfig,
  targets: readonly string[],
): Record<string, readonly [number, number]> {
  const maps = Object.entries(linearMaps(model));
  for (const target of targets) {
    if (!maps.some(([name]) => isTarget(name, target))) {
      const known = new Set(maps.map(([name]) => name.split(".").at(-1)));
      throw new RangeError(
        `Cannot adapt "${target}" as the model has no such map: it has ${[...known].join(", ")}`,
      );
    }
  }
  return Object.fromEntries(
    maps.filter(([name]) => targets.some((target) => isTarget(name, target))),
  );
}

/**
 * A fresh module: A uniform on ±1/√in as PEFT starts it (Kaiming uniform with a = √5), B zero, so that it changes
 * nothing yet.
 *
 * @returns An adapter that the caller owns.
 * @throws {RangeError} If rank or alpha is not positive, or a target matches no map of the model.
 */
export function initAdapter(model: ModelConfig, config: LoraConfig, key: Key): Adapter {
  if (!(Number.isInteger(config.rank) && config.rank > 0)) {
    throw new RangeError(
      `Cannot make a LoRA module as rank must be ≥ 1: current value is ${config.rank}`,
    );
  }
  if (!(config.alpha > 0)) {
    throw new RangeError(
      `Cannot make a LoRA module as alpha must be > 0: current value is ${config.alpha}`,
    );
  }
  const weights: Tensors = {};
  Object.entries(targetMaps(model, config.targets)).forEach(([name, [input, output]], index) => {
    const bound = 1 / Math.sqrt(input);
    const draws = uniform(fold(key, index), config.rank * input);
    weights[`${name}.lora_A`] = tf.tensor2d(
      Float32Array.from(draws, (u) => (2 * u - 1) * bound),
      [config.rank, input],
    );
    weights[`${name}.lora_B`] = tf.zeros([output, config.rank]);
  });
  return { config, weights };
}

/** Whether `name` ends in the path `target`. */
function isTarget(name: string, target: string): boolean {
  return name === target || name.endsWith(`.${target}`);
}
