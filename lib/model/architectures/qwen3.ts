/** Qwen 3 (Yang et al., 2025): Llama whose heads normalise their queries and keys. */
import type { ModelConfig } from "../config.ts";
import { refuseOthers } from "../config_fields.ts";
import type { Architecture } from "./architecture.ts";
import { LLAMA, parseLlamaLike } from "./llama.ts";

/** Qwen 3. */
export const QWEN3: Architecture = {
  ...LLAMA,
  names: { ...LLAMA.names, headNorms: ["self_attn.q_norm", "self_attn.k_norm"] },
  parse(json): ModelConfig {
    refuseOthers(json, { use_sliding_window: false });
    const { project, output } = LLAMA.names;
    return {
      ...parseLlamaLike({ head_dim: 128, ...json }, "qwen3"),
      biased: json.attention_bias === true ? [...project, output] : [],
    };
  },
};
