import type { LoraConfig } from "../../adapter/mod.ts";
import type { RecommendOptions } from "./types.ts";

/** What `recommend` does unless its options say otherwise, and the shape of its modules. */
export const RECOMMEND_SETTINGS:
  & Required<Pick<RecommendOptions, "beta" | "supervisedRate" | "epochs" | "batchSize">>
  & { readonly lora: LoraConfig } = {
    beta: 1,
    supervisedRate: 1e-3,
    epochs: { supervised: 3, preferences: 1 },
    batchSize: 16,
    lora: { rank: 16, alpha: 16, targets: ["c_attn", "c_fc", "c_proj"], rankStabilised: false },
  };
