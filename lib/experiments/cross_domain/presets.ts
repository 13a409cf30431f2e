/** Sizes of the experiment, by preset. */
import type { DialogueSizes } from "../in_domain/dialogue_world.ts";
import type { Settings } from "../in_domain/types.ts";
import type { WorldSizes } from "./reward_worlds.ts";
import type { ContinualSettings } from "./types.ts";

/** What a preset fixes; all of it is part of the experiment's identity. */
export interface CrossPreset {
  /** Methods that run. */
  readonly methods: readonly string[] | "all";
  /** Number of seeds, counted from 0. */
  readonly seeds: number;
  /** Sizes of the worlds' domains. */
  readonly worlds: Omit<WorldSizes, "temperature">;
  /** Sizes of the dialogues' domains. */
  readonly dialogues: DialogueSizes;
  /** Settings of continual learning. */
  readonly continual: ContinualSettings;
}

const RATES: Settings = { lr: 0.008, alpha: 0.1, slowRatio: 0.3, every: 10, emaDecay: 0.9 };

/**
 * Settings of DPO and of OFS-DPO on these domains, by the name of the in-domain method: one rate for all, looked for on seed
 * 1001 alone. None of them is tuned by itself yet.
 */
export const CROSS_DOMAIN_SETTINGS: Readonly<Record<string, Settings>> = {
  "dpo": RATES,
  "ofs-dpo": RATES,
  "dpo-polyak": RATES,
};

/** The presets. */
export const CROSS_DOMAIN_PRESETS: Readonly<Record<"quick" | "full", CrossPreset>> = {
  quick: {
    methods: [
      "cofs-dpo",
      "seq-dpo",
      "seq-ofs",
      "replay",
      "ewc",
      "average",
      "codpo",
      "joint",
      "oracle",
    ],
    seeds: 1,
    worlds: { rounds: 30, prefixesPerRound: 4, heldOut: 32, prompts: 64, maxTokens: 24 },
    dialogues: { rounds: 24, pairsPerRound: 8, heldOut: 120 },
    continual: { memory: 32, replayShare: 0.5, ewcStrength: 100 },
  },
  full: {
    methods: "all",
    seeds: 5,
    worlds: { rounds: 60, prefixesPerRound: 4, heldOut: 64, prompts: 192, maxTokens: 32 },
    dialogues: { rounds: 125, pairsPerRound: 8, heldOut: 400 },
    continual: { memory: 32, replayShare: 0.5, ewcStrength: 100 },
  },
};
