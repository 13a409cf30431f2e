/** What the report of the comparison of losses says beside its numbers. */
import {
  type CompareLossesResult,
  LOSS_TRIALS,
  SUMMARY_TUNING_SEED,
  type SummaryPreset,
  type SummarySplit,
} from "../lib/experiments/mod.ts";
import type { ExperimentContext } from "../lib/report/mod.ts";
import { callFacts, divergences, presetSentence } from "./_circumstances.ts";

/** A run of the comparison. */
export interface LossesRun {
  readonly preset: string;
  readonly planned: SummaryPreset;
  readonly result: CompareLossesResult;
  readonly seeds: number;
  readonly seconds: number;
  /** The line that names the engine. */
  readonly engine: string;
}

/** Title, what was done, and circumstances. */
export function lossesContextOf(
  { model }: { readonly model: string },
  { learnt, tuning, heldOut }: SummarySplit,
  { preset, planned, result, seeds, seconds, engine }: LossesRun,
): ExperimentContext {
  return {
    title: "Losses that look at ratings and at entropy, on summaries that people rated",
    lead: [
      "Summaries of Reddit posts with human ratings from 1 to 7: pairs of one post's summaries whose ratings differ. ODPO asks for a margin that grows with the ratings' difference; Mallows-DPO scales the margin by the reference's entropy; DPO does neither. Posts are on one side of the split alone.",
      `${
        presetSentence(preset, seeds)
      }Settings: ${LOSS_TRIALS} trials for each loss on ${tuning.length} posts of their own, seed ${SUMMARY_TUNING_SEED}, at the largest number of pairs. Claims are judged one by one, not corrected for one another.`,
      ...divergences(result.diverged),
    ],
    facts: [
      ["base model", model],
      ["posts learnt from", learnt.length],
      ["pairs of them", learnt.flat().length],
      ["held-out posts", heldOut.length],
      ["held-out pairs", heldOut.flat().length],
      ["tokens kept of a post", planned.postTokens],
      ["β", planned.beta],
      ["pairs of a step", planned.batchSize],
      ...callFacts({ seeds, engine, seconds }),
    ],
  };
}
