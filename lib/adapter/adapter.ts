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
 * @throws {RangeError} If a rank or alpha is not positive, or a target matches no map of the model.
 */
export function initAdapter(model: ModelConfig, config: LoraConfig, key: Key): Adapter {
  requireNumbers(config);
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

function requireNumbers({ rank, alpha, rankPattern = {}, alphaPattern = {} }: LoraConfig) {
  const wrongRank = [rank, ...Object.values(rankPattern)].find((r) =>
    !Number.isInteger(r) || r < 1
  );
  if (wrongRank !== undefined) {
    throw new RangeError(
      `Cannot make a LoRA module as rank must be ≥ 1: current value is ${wrongRank}`,
    );
  }
  const wrongAlpha = [alpha, ...Object.values(alphaPattern)].find((a) => !(a > 0));
  if (wrongAlpha === undefined) return;
  throw new RangeError(
    `Cannot make a LoRA module as alpha must be > 0: current value is ${wrongAlpha}`,
  );
}
