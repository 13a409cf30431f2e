/** Each number of rejected answers gets the rate that suits it, from as many trials. */
import { apartByListener } from "./apart_by_listener.ts";
import { stageOf } from "./stage.ts";
import type { RecommendOptions } from "./types.ts";

/** Rates of S-DPO that are tried for each K. */
export const RECOMMEND_RATES: readonly number[] = [1e-4, 3e-4, 1e-3, 3e-3];
/** Seed of the trials; it is not reported. */
export const RECOMMEND_TUNING_SEED = 1001;
/** The choices of one listener in so many are asked for in the trials instead of learnt. */
const EVERY = 5;

/** A trial. */
export interface RecommendTrial {
  /** Rejected answers a pair. */
  readonly K: number;
  /** Learning rate. */
  readonly rate: number;
  /** Hit ratio on choices of listeners that the trial did not learn from. */
  readonly hits: number;
}

/** Tries every rate for each K on a part of the known listeners; what is asked for in the end is not looked at. */
export async function recommendTrials(
  options: RecommendOptions,
  negatives: readonly number[],
): Promise<RecommendTrial[]> {
  const { known, asked } = options;
  const { learnt, apart } = apartByListener(known, EVERY);
  const part = {
    ...options,
    known: learnt,
    asked: apart.filter(({ others }) => others.length === asked[0]?.others.length),
  };
  const stage = stageOf(part, RECOMMEND_TUNING_SEED);
  const trials: RecommendTrial[] = [];
  for (const K of negatives) {
    for (const rate of RECOMMEND_RATES) {
      const { hits } = await stage.sdpo(K, rate);
      trials.push({ K, rate, hits });
      options.onTrial?.(trials.at(-1)!);
    }
  }
  await stage.dispose();
  return trials;
}

/** The best rate that was tried for K. */
export function bestRate(trials: readonly RecommendTrial[], K: number): number {
  return trials.filter((trial) => trial.K === K).toSorted((a, b) => b.hits - a.hits)[0]!.rate;
}
