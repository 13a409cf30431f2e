/** Softmax DPO on choices among candidates: does it help to reject several at once? */
import type { MetricRow } from "../../base/mod.ts";
import { mean } from "../../evaluate/mod.ts";
import type { Claim } from "../in_domain/claim.ts";
import { recommendClaims } from "./claims.ts";
import { measuredChoices } from "./measured.ts";
import { popularityHits } from "./popularity.ts";
import { RECOMMEND_SETTINGS } from "./settings.ts";
import { stageOf } from "./stage.ts";
import { bestRate, type RecommendTrial, recommendTrials } from "./tuned_rate.ts";
import type { RecommendOptions } from "./types.ts";

/** What comes out. */
export interface RecommendResult {
  /** Every measurement. */
  readonly rows: readonly MetricRow[];
  /** Every trial. */
  readonly trials: readonly RecommendTrial[];
  /** What is claimed, and what came out. */
  readonly claims: readonly Claim[];
}

/**
 * Hit ratio at rank 1 of S-DPO ({@link https://arxiv.org/abs/2406.09215 | Chen et al.}) with K rejected answers, by the
 * summed log-probability of each candidate after what was liked.
 *
 * Per seed: the base learns the choices (`sft`) and becomes the reference; then S-DPO trains a fresh module with each K. The
 * budget is one for all: the same choices, in the same order, in as many updates; more rejected answers cost more tokens,
 * reported as `answers`, those of one step. Beside them stand the bare `base` and `popularity`, which counts choices.
 *
 * Each K takes the best of the same few rates, tried on a part of the known listeners.
 *
 * @returns Rows with the metrics `hit_ratio` and, of S-DPO, `answers` and those of `MarginMeasures`; `step` is the number of updates.
 * @throws {RangeError} If a choice has fewer other candidates than the largest K, those of `asked` differ in number, or the
 * known choices are one listener's.
 */
export async function recommend(options: RecommendOptions): Promise<RecommendResult> {
  const { model, known, asked, negatives = [1, 3, 7], seeds = [0, 1, 2], onRow } = options;
  const rows: MetricRow[] = [];
  const note = (row: MetricRow) => {
    rows.push(row);
    onRow?.(row);
  };
  const popular = mean(popularityHits(known, asked));
  const { hits: untrained } = await measuredChoices(options, model);
  const trials = await recommendTrials(options, negatives);
  for (const seed of seeds) {
    const row = (method: string, step: number, value: number, metric = "hit_ratio") =>
      note({ method, seed, step, metric, value });
    row("popularity", 0, popular);
    row("base", 0, untrained);
    const stage = stageOf(options, seed);
    try {
      const { hits, steps } = await stage.sft();
      row("sft", steps, hits);
      for (const K of negatives) {
        const { hits, steps, margins } = await stage.sdpo(K, bestRate(trials, K));
        const { batchSize } = { ...RECOMMEND_SETTINGS, ...options };
        const answers = batchSize * (1 + K);
        for (const [metric, value] of Object.entries({ hit_ratio: hits, answers, ...margins })) {
          row(`sdpo-${K}`, steps, value, metric);
        }
      }
    } finally {
      await stage.dispose();
    }
  }
  const { mayBeSupported = true } = options;
  return { rows, trials, claims: recommendClaims(rows, { mayBeSupported }) };
}
