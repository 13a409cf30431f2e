import type { LoraConfig } from "./config.ts";

/** Options for {@linkcode formatLoraConfig}. */
export interface FormatOptions {
  /** Whether the model's files keep the maps as `[in, out]`. @default {true, as GPT-2's do} */
  readonly fanInFanOut?: boolean;
}

/**
 * Writes settings as PEFT's `adapter_config.json` has them. Targets and patterns are written in the form that they have.
 *
 * @param base Name or folder of the model, if known.
 *
 * @example
 * ```ts
 * import { formatLoraConfig } from "@fastslow/fastslow/adapter";
 * import { equal } from "node:assert/strict";
 *
 * const config = { rank: 4, alpha: 8, targets: "all-linear", rankStabilised: true };
 * equal(formatLoraConfig(config, "gpt2").target_modules, "all-linear");
 * ```
 */
export function formatLoraConfig(
  config: LoraConfig,
  base: string | null,
  { fanInFanOut = true }: FormatOptions = {},
): Record<string, unknown> {
  const { targets, rankPattern, alphaPattern } = config;
  return {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: base,
    r: config.rank,
    lora_alpha: config.alpha,
    ...(rankPattern && { rank_pattern: { ...rankPattern } }),
    ...(alphaPattern && { alpha_pattern: { ...alphaPattern } }),
    lora_dropout: 0,
    target_modules: typeof targets === "string" ? targets : [...targets],
    use_rslora: config.rankStabilised,
    fan_in_fan_out: fanInFanOut,
    bias: "none",
    inference_mode: true,
  };
}
