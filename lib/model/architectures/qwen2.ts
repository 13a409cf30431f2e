/** Qwen 2 and 2.5 (Yang et al., 2024): Llama whose queries, keys and values have biases. */
import type { ModelConfig } from "../config.ts";
import { configError, type ConfigJson, refuseOthers } from "../config_fields.ts";
import type { Architecture } from "./architecture.ts";
import { LLAMA, parseLlamaLike } from "./llama.ts";

/** Qwen 2. */
export const QWEN2: Architecture = {
  ...LLAMA,
  parse(json): ModelConfig {
    return { ...parseQwen(json, "qwen2"), biased: LLAMA.names.project };
  },
};

/**
 * What Qwen 2 and 3 write alike: Llama's config, whose layers may not have windows.
 *
 * @throws {RangeError} If a value is missing or impossible, or a layer has a window.
 */
export function parseQwen(json: ConfigJson, family: ModelConfig["family"]): ModelConfig {
  refuseOthers(json, { use_sliding_window: false });
  const { layer_types: kinds = null } = json;
  if (kinds === null || [kinds].flat().every((kind) => kind === "full_attention")) {
    return { ...parseLlamaLike({ num_key_value_heads: 32, ...json }, family), source: json };
  }
  throw configError(
    `layer_types is ${JSON.stringify(kinds)}, which is not supported: "full_attention" is`,
  );
}
