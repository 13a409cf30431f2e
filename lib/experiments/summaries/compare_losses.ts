/** Losses side by side on rated summaries. */
import type { MetricRow } from "../../base/mod.ts";
import { mean } from "../../evaluate/mod.ts";
import type { Claim } from "../in_domain/claim.ts";
import type { KeptResults } from "../kept_results.ts";
import { summaryClaims } from "./claims.ts";
import { comparedLoss, type LossSettings } from "./methods.ts";
import type { RunLossOptions, SummaryOutcome } from "./run_loss.ts";
import type { SummarySplit } from "./summary_split.ts";
import { type RunTraining, trainings } from "./trainings.ts";

/** Seed of the trials; it is not reported. */
export const SUMMARY_TUNING_SEED = 1001;

/** Options for {@linkcode compareLosses}. */
export interface CompareLossesOptions extends Omit<RunLossOptions, "instruments"> {
  /** Names of losses. */
  readonly losses: readonly string[];
  /** Numbers of training pairs. */
  readonly sizes: readonly number[];
  /** Seeds of orders and starts. */
  readonly seeds: readonly number[];
  /** Whose posts. */
  readonly split: SummarySplit;
  /** Whether a claim may be supported at all. @default {true} */
  readonly mayBeSupported?: boolean;
  /** Finished trainings. @default {nothing is kept} */
  readonly runs?: KeptResults;
  /** Told how far the comparison is, in [0, 1]. */
  readonly onProgress?: (done: number, note: string) => void;
}

/** A trial of a loss. */
export interface SummaryTrial {
  /** Name of the loss. */
  readonly loss: string;
  /** What was tried. */
  readonly settings: LossSettings;
  /** Accuracy on the tuning posts; null where it diverged. */
  readonly score: number | null;
}

/** One training, measured on the held-out posts. */
export interface SummaryRun extends SummaryOutcome {
  /** Name of the loss. */
  readonly loss: string;
  /** Number of training pairs. */
  readonly size: number;
  /** Seed. */
  readonly seed: number;
}

/** What comes out. */
export interface CompareLossesResult {
  /** Accuracy over posts, and measures of margins over pairs; `step` is the number of training pairs. */
  readonly rows: readonly MetricRow[];
  /** Every trial. */
  readonly trials: readonly SummaryTrial[];
  /** Every training that is reported. */
  readonly runs: readonly SummaryRun[];
  /** Seeds on which a loss diverged, by loss and number of training pairs. */
  readonly diverged: Readonly<Record<string, readonly number[]>>;
  /** What is claimed, and what came out. */
  readonly claims: readonly Claim[];
}

/**
 * Tunes every loss with the same number of trials on posts of their own, trains it on several numbers of pairs and seeds,
 * and measures how it ranks the held-out posts' summaries.
 *
 * @throws {RangeError} If a loss is unknown or named twice, or all its trials diverged.
 */
export async function compareLosses(options: CompareLossesOptions): Promise<CompareLossesResult> {
  requireOnce(options.losses);
  const { run, dispose } = trainings(options);
  try {
    const trials = await tried(options, run);
    const { runs, diverged } = await reported(options, trials, run);
    const { mayBeSupported = true } = options;
    const claims = summaryClaims(runs, { mayBeSupported });
    return { rows: runs.flatMap(rowsOf), trials, runs, diverged, claims };
  } finally {
    dispose();
  }
}

/** Every trial of every loss, on the largest number of pairs. */
async function tried(
  { losses, sizes }: CompareLossesOptions,
  run: RunTraining,
): Promise<SummaryTrial[]> {
  const place = { size: Math.max(...sizes), seed: SUMMARY_TUNING_SEED, part: "tuning" } as const;
  const trials: SummaryTrial[] = [];
  for (const loss of losses) {
    for (const settings of comparedLoss(loss).trials) {
      const outcome = await run({ loss, settings, ...place });
      trials.push({ loss, settings, score: outcome ? mean(outcome.byPost) : null });
    }
  }
  return trials;
}

/** Every training that is reported, under the best settings. */
async function reported(
  { losses, sizes, seeds }: CompareLossesOptions,
  trials: readonly SummaryTrial[],
  run: RunTraining,
): Promise<Pick<CompareLossesResult, "runs" | "diverged">> {
  const runs: SummaryRun[] = [];
  const diverged: Record<string, number[]> = {};
  for (const loss of losses) {
    const settings = bestOf(loss, trials);
    for (const place of sizes.flatMap((size) => seeds.map((seed) => ({ size, seed })))) {
      const outcome = await run({ loss, settings, ...place, part: "heldOut" });
      if (outcome) runs.push({ loss, ...place, ...outcome });
      else (diverged[`${loss} after ${place.size} pairs`] ??= []).push(place.seed);
    }
  }
  return { runs, diverged };
}

/** The best settings that were tried for a loss. */
export function bestOf(loss: string, trials: readonly SummaryTrial[]): LossSettings {
  const mine = trials.filter((trial) => trial.loss === loss && trial.score !== null);
  const [best] = mine.toSorted((a, b) => b.score! - a.score!);
  if (best) return best.settings;
  throw new RangeError(`Cannot run "${loss}" as all its trials diverged`);
}

/** A loss that ran twice would count its seeds twice. */
function requireOnce(losses: readonly string[]) {
  const twice = losses.find((name, at) => losses.indexOf(name) !== at);
  if (twice === undefined) return;
  throw new RangeError(`Cannot run "${twice}" twice: name each method once`);
}

function rowsOf({ loss, size, seed, byPost, margins }: SummaryRun): MetricRow[] {
  return Object.entries({ accuracy: mean(byPost), ...margins })
    .map(([metric, value]) => ({ method: loss, seed, step: size, metric, value }));
}
