/** Losses that look at more than the order, on summaries that people rated. */
export { type SummaryClaimOptions, summaryClaims } from "./claims.ts";
export * from "./compare_losses.ts";
export { COMPARED_LOSSES, type ComparedLoss, LOSS_TRIALS, type LossSettings } from "./methods.ts";
export * from "./rated_summaries.ts";
export * from "./presets.ts";
export { summaryPairs, type SummaryPairsOptions } from "./summary_pairs.ts";
export type { RunLossOptions, SummaryOutcome } from "./run_loss.ts";
export {
  type SummaryPosts,
  type SummarySplit,
  summarySplit,
  type SummarySplitOptions,
} from "./summary_split.ts";
