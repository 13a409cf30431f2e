/** Sizes of the experiment, by preset. */
import type { DialogueDomainSizes } from "./dialogue_domains.ts";
import type { WorldSizes } from "./reward_worlds.ts";

/** What a preset fixes; all of it is part of the experiment's identity. */
export interface CrossPreset {
  /** Methods that run. */
  readonly methods: readonly string[] | "all";
  /** Number of seeds, counted from 0. */
  readonly seeds: number;
  /** Sizes of the worlds' domains. */
  readonly worlds: Omit<WorldSizes, "temperature">;
  /** Sizes of the dialogues' domains. */
  readonly dialogues: DialogueDomainSizes;
  /** Pairs of each domain that are kept. */
  readonly memory: number;
}

/** The presets. */
export const CROSS_DOMAIN_PRESETS: Readonly<Record<"quick" | "full", CrossPreset>> = {
  quick: {
    methods: ["cofs-dpo", "seq-dpo", "seq-ofs", "replay", "ewc", "average", "joint"],
    seeds: 1,
    worlds: { rounds: 30, prefixesPerRound: 4, heldOut: 32, prompts: 64, maxTokens: 24 },
    dialogues: {
      rounds: 24,
      pairsPerRound: 8,
      heldOut: 120,
      third: 850,
      prompts: 32,
      maxTokens: 24,
    },
    memory: 32,
  },
  full: {
    methods: "all",
    seeds: 5,
    worlds: { rounds: 40, prefixesPerRound: 4, heldOut: 64, prompts: 128, maxTokens: 32 },
    dialogues: {
      rounds: 125,
      pairsPerRound: 8,
      heldOut: 400,
      third: 850,
      prompts: 128,
      maxTokens: 32,
    },
    memory: 32,
  },
};
