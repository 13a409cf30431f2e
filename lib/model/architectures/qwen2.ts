/** Qwen 2 and 2.5 (Yang et al., 2024): Llama whose queries, keys and values have biases. */
import type { ModelConfig } from "../config.ts";
import { refuseOthers } from "../config_fields.ts";
import type { Architecture } from "./architecture.ts";
import { LLAMA, parseLlamaLike } from "./llama.ts";

/** Qwen 2. */
export const QWEN2: Architecture = {
  ...LLAMA,
  parse(json): ModelConfig {
    refuseOthers(json, { use_sliding_window: false });
    return { ...parseLlamaLike(json, "qwen2"), biased: LLAMA.names.project };
  },
};
