/** Trainings one after the other, none of them twice. */
import { hashJson } from "../../train/mod.ts";
import { instruments } from "../in_domain/instruments.ts";
import { unlessDiverged } from "../in_domain/unless_diverged.ts";
import { unlessKept } from "../kept_results.ts";
import type { CompareLossesOptions } from "./compare_losses.ts";
import { comparedLoss, type LossSettings } from "./methods.ts";
import { measuredPosts, runLoss, type SummaryOutcome } from "./run_loss.ts";
import { trainingPairs } from "./summary_split.ts";

/** One training, and which posts it is measured on. */
export interface Training {
  /** Name of the loss. */
  readonly loss: string;
  /** Its settings. */
  readonly settings: LossSettings;
  /** Number of training pairs. */
  readonly size: number;
  /** Seed of their order and of the module's start. */
  readonly seed: number;
  /** Whose pairs are ranked. */
  readonly part: "tuning" | "heldOut";
}

/** What comes of a training; undefined where it diverged. */
export type RunTraining = (training: Training) => Promise<SummaryOutcome | undefined>;

/** Runs the trainings of a comparison; whoever asks for them gives back what is held. */
export function trainings(
  options: CompareLossesOptions,
): { readonly run: RunTraining; readonly dispose: () => void } {
  const { model, split, runs, onProgress } = options;
  const tools = instruments(model);
  const common = { ...options, instruments: tools };
  const measured = {
    tuning: once(() => measuredPosts(split.tuning, common)),
    heldOut: once(() => measuredPosts(split.heldOut, common)),
  };
  const total = countOf(options);
  let done = 0;
  const run: RunTraining = async ({ loss, settings, size, seed, part }) => {
    onProgress?.(done++ / total, `${loss}, ${size} pairs, seed ${seed}`);
    const place = `${seed}/${loss}-${size}-${part}-${hashJson(settings).slice(0, 8)}`;
    return await unlessKept<SummaryOutcome | undefined>(runs, place, async () => {
      const pairs = trainingPairs(split, size, seed);
      const given = { pairs, seed, measured: await measured[part]() };
      return await unlessDiverged(() => runLoss(loss, settings, given, common));
    });
  };
  return { run, dispose: tools.dispose };
}

/** Trainings of a comparison. */
function countOf({ losses, sizes, seeds }: CompareLossesOptions): number {
  const reported = sizes.length * seeds.length;
  return losses.reduce((sum, name) => sum + comparedLoss(name).trials.length + reported, 0);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}
