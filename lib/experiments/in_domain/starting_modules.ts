/** Where every method of a seed starts from. */
import { initAdapter, type LoraConfig } from "../../adapter/mod.ts";
import { fold, type Tensors } from "../../base/mod.ts";
import type { Model } from "../../model/mod.ts";
import { streamKey } from "./streams.ts";

/**
 * Fresh LoRA modules of independent A, which the caller owns; the first one is the same for every method of a seed, so
 * that methods differ by what they do alone.
 *
 * @param names Names of the modules, in order.
 * @returns Factors by module.
 *
 * @example
 * ```ts
 * import { initModel, key, parseConfig, startingModules } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const config = parseConfig({ model_type: "gpt2", n_layer: 1, n_embd: 8, n_head: 2, n_positions: 16, vocab_size: 50 });
 * const model = initModel(config, key(0));
 * const lora = { rank: 2, alpha: 2, targets: ["c_attn"], rankStabilised: false };
 * const { fast } = startingModules(model, ["fast", "slow"], lora, 0);
 * const { policy } = startingModules(model, ["policy"], lora, 0);
 * const A = "h.0.attn.c_attn.lora_A";
 * deepEqual(await fast![A]!.data(), await policy![A]!.data());
 * ```
 */
export function startingModules(
  model: Model,
  names: readonly string[],
  lora: LoraConfig,
  seed: number,
): Record<string, Tensors> {
  const root = streamKey(seed, "starts");
  return Object.fromEntries(
    names.map((name, i) => [name, initAdapter(model.config, lora, fold(root, i)).weights]),
  );
}
