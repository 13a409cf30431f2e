/** Mistral 7B and its kin (Jiang et al., 2023): Llama with a window. */
import type { ModelConfig } from "../config.ts";
import { positive } from "../config_fields.ts";
import type { Architecture } from "./architecture.ts";
import { LLAMA, parseLlamaLike } from "./llama.ts";

/** Mistral. */
export const MISTRAL: Architecture = {
  ...LLAMA,
  parse(given): ModelConfig {
    const json = { num_key_value_heads: 8, sliding_window: 4096, ...given };
    const parsed = { ...parseLlamaLike(json, "mistral"), source: given };
    const isWindowed = (json.sliding_window ?? null) !== null;
    return isWindowed ? { ...parsed, window: positive(json, "sliding_window") } : parsed;
  },
};
