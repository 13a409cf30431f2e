/** A LoRA module: settings and factors. */
import { fold, type Key, type Tensors, tf, uniform } from "../base/mod.ts";
import type { ModelConfig } from "../model/mod.ts";
import { type LoraConfig, loraRanks } from "./config.ts";
import { targetMaps } from "./target_maps.ts";

/** A LoRA module. Factors carry PEFT's names and layouts: `NAME.lora_A` is `[rank, in]`, `NAME.lora_B` is `[out, rank]`. */
export interface Adapter {
  /** Settings. */
  readonly config: LoraConfig;
  /** Factors by name, such as `h.0.attn.c_attn.lora_A`. */
  readonly weights: Tensors;
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
  const rankOf = loraRanks(config);
  const weights: Tensors = {};
  Object.entries(targetMaps(model, config.targets)).forEach(([name, [input, output]], index) => {
    const rank = rankOf(name);
    const bound = 1 / Math.sqrt(input);
    const draws = uniform(fold(key, index), rank * input);
    weights[`${name}.lora_A`] = tf.tensor2d(
      Float32Array.from(draws, (u) => (2 * u - 1) * bound),
      [rank, input],
    );
    weights[`${name}.lora_B`] = tf.zeros([output, rank]);
  });
  return { config, weights };
}
