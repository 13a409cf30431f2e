/** Sizes of the experiment, by task and preset. */
import type { LoraConfig } from "../../adapter/mod.ts";
import type { DialogueSizes } from "./dialogue_world.ts";
import type { SentimentSizes } from "./sentiment_world.ts";

/** Names of presets: a look in minutes, or figures to rely on. */
export type Preset = "quick" | "full";

/** What a preset fixes; all of it is part of the experiment's identity. */
export interface PresetValues {
  /** Methods that run. */
  readonly methods: readonly string[] | "all";
  /** Number of seeds, counted from 0. */
  readonly seeds: number;
  /** Sizes of the sentiment stream; its temperature is an option of its own. */
  readonly sentiment: Omit<SentimentSizes, "temperature">;
  /** Sizes of the dialogue stream. */
  readonly dialogue: DialogueSizes;
}

/** Shape of every module. */
export const IN_DOMAIN_LORA: LoraConfig = {
  rank: 16,
  alpha: 16,
  targets: ["c_attn"],
  rankStabilised: false,
};

/** Inverse temperature β of DPO and of the chase. */
export const IN_DOMAIN_BETA = 0.1;

/**
 * Temperature of the policies in the sentiment task: a small model writes sentences below 1. Sampling, log-probabilities
 * and KL are all of the law at this temperature; see `atTemperature`.
 */
export const IN_DOMAIN_SAMPLING = 0.8;

/** The presets. */
export const IN_DOMAIN_PRESETS: Readonly<Record<Preset, PresetValues>> = {
  quick: {
    methods: ["dpo", "ofs-dpo", "dpo-polyak"],
    seeds: 2,
    sentiment: { rounds: 60, prefixesPerRound: 4, heldOut: 48, prompts: 256, maxTokens: 32 },
    dialogue: { rounds: 36, pairsPerRound: 8, heldOut: 120 },
  },
  full: {
    methods: "all",
    seeds: 5,
    sentiment: { rounds: 120, prefixesPerRound: 4, heldOut: 96, prompts: 384, maxTokens: 32 },
    dialogue: { rounds: 120, pairsPerRound: 8, heldOut: 400 },
  },
};
