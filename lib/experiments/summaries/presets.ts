/** Sizes of the comparison, by preset. */
import type { CompareLossesOptions } from "./compare_losses.ts";
import { COMPARED_LOSSES } from "./methods.ts";
import type { SummaryPairsOptions } from "./summary_pairs.ts";
import type { SummarySplitOptions } from "./summary_split.ts";

/** What a preset fixes. */
export interface SummaryPreset
  extends
    Pick<CompareLossesOptions, "losses" | "sizes" | "batchSize" | "beta">,
    SummarySplitOptions,
    Required<SummaryPairsOptions> {
  /** Number of seeds, counted from 0. */
  readonly seeds: number;
}

const COMMON = {
  // As in the papers' runs on TL;DR.
  beta: 0.5,
  batchSize: 8,
  tuningPosts: 80,
  pairsPerPost: 8,
  postTokens: 256,
  summaryTokens: 64,
} as const;

/** The presets. */
export const SUMMARY_PRESETS: Readonly<Record<"quick" | "full", SummaryPreset>> = {
  quick: { ...COMMON, losses: ["dpo", "odpo"], sizes: [64], seeds: 1 },
  full: { ...COMMON, losses: Object.keys(COMPARED_LOSSES), sizes: [256, 1024], seeds: 5 },
};
