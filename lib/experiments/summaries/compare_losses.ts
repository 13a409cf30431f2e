/** Losses side by side on rated summaries. */
import type { MetricRow } from "../../base/mod.ts";
import { mean } from "../../evaluate/mod.ts";
import { hashJson } from "../../train/mod.ts";
import type { Claim } from "../in_domain/claim.ts";
import { instruments } from "../in_domain/instruments.ts";
import { unlessDiverged } from "../in_domain/unless_diverged.ts";
import { summaryClaims } from "./claims.ts";
import { comparedLoss, type LossSettings } from "./methods.ts";
import { measuredPosts, runLoss, type RunLossOptions } from "./run_loss.ts";
import { type SummarySplit, trainingPairs } from "./summary_split.ts";

/** Seed of the trials; it is not reported. */
export const SUMMARY_TUNING_SEED = 1001;

/** Finished trainings, by `seed/loss-size-settings`. */
export interface SummaryRuns {
  /** Accuracy on each post, if the training was done. */
  load(name: string): Promise<readonly number[] | undefined>;
  /** Keeps it. */
  save(name: string, byPost: readonly number[]): Promise<void>;
}

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
  readonly runs?: SummaryRuns;
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

/** Accuracy on each held-out post, `[posts]`, of one training. */
export interface SummaryRun {
  /** Name of the loss. */
  readonly loss: string;
  /** Number of training pairs. */
  readonly size: number;
  /** Seed. */
  readonly seed: number;
  /** Accuracy on each post. */
  readonly byPost: readonly number[];
}

/** What comes out. */
export interface CompareLossesResult {
  /** Accuracy over posts; `step` is the number of training pairs. */
  readonly rows: readonly MetricRow[];
  /** Every trial. */
  readonly trials: readonly SummaryTrial[];
  /** Every training that is reported. */
  readonly runs: readonly SummaryRun[];
  /** Seeds on which a loss diverged. */
  readonly diverged: Readonly<Record<string, readonly number[]>>;
  /** What is claimed, and what came out. */
  readonly claims: readonly Claim[];
}

/**
 * Tunes every loss with the same number of trials on posts of their own, trains it on several numbers of pairs and seeds,
 * and measures how it ranks the held-out posts' summaries.
 *
 * @throws {RangeError} If a loss is unknown, or all its trials diverged.
 */
export async function compareLosses(options: CompareLossesOptions): Promise<CompareLossesResult> {
  const { model, losses, sizes, seeds, split, runs: store, onProgress } = options;
  const tools = instruments(model);
  const common = { ...options, instruments: tools };
  const total = losses.reduce(
    (sum, name) => sum + comparedLoss(name).trials.length + sizes.length * seeds.length,
    0,
  );
  let done = 0;
  const run = async (
    name: string,
    settings: LossSettings,
    { size, seed, part }: {
      readonly size: number;
      readonly seed: number;
      readonly part: "tuning" | "heldOut";
    },
  ) => {
    onProgress?.(done++ / total, `${name}, ${size} pairs, seed ${seed}`);
    const place = `${seed}/${name}-${size}-${part}-${hashJson(settings).slice(0, 8)}`;
    const known = await store?.load(place);
    if (known) return known;
    const pairs = trainingPairs(split, size, seed);
    const measured = await posts[part]();
    const byPost = await unlessDiverged(() =>
      runLoss(name, settings, { pairs, seed, measured }, common)
    );
    if (byPost) await store?.save(place, byPost);
    return byPost;
  };
  const posts = {
    tuning: once(() => measuredPosts(split.tuning, common)),
    heldOut: once(() => measuredPosts(split.heldOut, common)),
  };
  try {
    const trials: SummaryTrial[] = [];
    const runs: SummaryRun[] = [];
    const diverged: Record<string, number[]> = {};
    for (const loss of losses) {
      for (const settings of comparedLoss(loss).trials) {
        const place = {
          size: Math.max(...sizes),
          seed: SUMMARY_TUNING_SEED,
          part: "tuning",
        } as const;
        const byPost = await run(loss, settings, place);
        trials.push({ loss, settings, score: byPost ? mean(byPost) : null });
      }
      const settings = bestOf(loss, trials);
      for (const size of sizes) {
        for (const seed of seeds) {
          const byPost = await run(loss, settings, { size, seed, part: "heldOut" });
          if (byPost) runs.push({ loss, size, seed, byPost });
          else (diverged[loss] ??= []).push(seed);
        }
      }
    }
    const { mayBeSupported = true } = options;
    const claims = summaryClaims(runs, { mayBeSupported });
    return { rows: runs.map(rowOf), trials, runs, diverged, claims };
  } finally {
    tools.dispose();
  }
}

/** The best settings that were tried for a loss. */
export function bestOf(loss: string, trials: readonly SummaryTrial[]): LossSettings {
  const mine = trials.filter((trial) => trial.loss === loss && trial.score !== null);
  const [best] = mine.toSorted((a, b) => b.score! - a.score!);
  if (best) return best.settings;
  throw new RangeError(`Cannot run "${loss}" as all its trials diverged`);
}

function rowOf({ loss, size, seed, byPost }: SummaryRun): MetricRow {
  return { method: loss, seed, step: size, metric: "accuracy", value: mean(byPost) };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}
