/** Qwen 3 (Yang et al., 2025): Llama whose heads normalise their queries and keys. */
import type { ModelConfig } from "../config.ts";
import type { Architecture } from "./architecture.ts";
import { LLAMA } from "./llama.ts";
import { parseQwen } from "./qwen2.ts";

/** Qwen 3. */
export const QWEN3: Architecture = {
  ...LLAMA,
  names: { ...LLAMA.names, headNorms: ["self_attn.q_norm", "self_attn.k_norm"] },
  parse(json): ModelConfig {
    const { project, output } = LLAMA.names;
    return {
      ...parseQwen({ head_dim: 128, ...json }, "qwen3"),
      source: json,
      biased: json.attention_bias === true ? [...project, output] : [],
    };
  },
};
