/** Chooses settings for each method on streams of their own. */
import { tf } from "../../base/mod.ts";
import { dpo } from "../../losses/mod.ts";
import { hashJson } from "../../train/mod.ts";
import { roundsOf } from "./batches.ts";
import { evaluatePolicy, referencePoint } from "./evaluate_policy.ts";
import { TUNED, TUNING_SEEDS, tuningGrid } from "./grid.ts";
import type { InDomainOptions } from "./in_domain.ts";
import { instruments } from "./instruments.ts";
import { inDomainMethod } from "./methods.ts";
import { runMethod } from "./run_method.ts";
import type { Trial } from "./trial.ts";
import type { Settings } from "./types.ts";
import { unlessDiverged } from "./unless_diverged.ts";

/** Options for {@linkcode tuneInDomain}. */
export interface TuneOptions
  extends Pick<InDomainOptions, "model" | "eos" | "world" | "beta" | "rounds" | "lora"> {
  /** Metric that is to be large. */
  readonly criterion: string;
  /** Trials that are done already. @default {none} */
  readonly done?: readonly Trial[];
  /** Told each new trial. */
  readonly onTrial?: (trial: Trial, done: number, total: number) => Promise<void>;
}

/** Runs every trial of every tuned method on the tuning seeds. */
export async function tuneInDomain(options: TuneOptions): Promise<Trial[]> {
  const { model, eos, world: worldOf, beta, done = [], onTrial } = options;
  const all = TUNED.flatMap((method) =>
    tuningGrid(method).map((settings) => ({ method, settings }))
  );
  // What is no trial of the grid must not compete.
  const trials = done.filter((trial) =>
    all.some(({ method, settings }) => isSame(trial, method, settings))
  );
  const tools = instruments(model);
  try {
    const streams = [];
    for (const seed of TUNING_SEEDS) {
      const world = await worldOf(seed);
      const measured = { model, eos, world, beta, instruments: tools };
      const { point } = await referencePoint(measured);
      streams.push({ measured, point, rounds: await roundsOf(model, world) });
    }
    for (const { method, settings } of all) {
      if (trials.some((trial) => isSame(trial, method, settings))) continue;
      const scores: (number | null)[] = [];
      for (const { measured, point, rounds } of streams) {
        scores.push(await score(measured, point, rounds, { ...options, method, settings }));
      }
      const trial = { method, settings, scores };
      trials.push(trial);
      await onTrial?.(trial, trials.length, all.length);
    }
    return trials;
  } finally {
    tools.dispose();
  }
}

/**
 * The settings with the highest mean score of each tuned method; a trial that diverged once is out.
 *
 * @example
 * ```ts
 * import { chosenSettings, tuningGrid } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const grid = tuningGrid("dpo");
 * const scores = [[1, 2], [3, 4], [9, null]]; // the third diverged on one stream
 * const trials = scores.map((scores, i) => ({ method: "dpo", settings: grid[i]!, scores }));
 * deepEqual(chosenSettings(trials), { dpo: grid[1] });
 * ```
 */
export function chosenSettings<S extends Settings>(
  trials: readonly Trial<S>[],
): Record<string, S> {
  const chosen: Record<string, S> = {};
  for (const method of new Set(trials.map(({ method }) => method))) {
    const ranked = trials.filter((trial) => trial.method === method && !trial.scores.includes(null))
      .toSorted((a, b) => meanOf(b) - meanOf(a));
    if (ranked[0]) chosen[method] = ranked[0].settings;
  }
  return chosen;
}

async function score(
  measured: Parameters<typeof evaluatePolicy>[0],
  point: Parameters<typeof evaluatePolicy>[1],
  rounds: Awaited<ReturnType<typeof roundsOf>>,
  { method, settings, criterion, lora, beta, rounds: count }: TuneOptions & {
    readonly method: string;
    readonly settings: Settings;
  },
): Promise<number | null> {
  const { model, eos, world } = measured;
  const recipe = inDomainMethod(method).recipe(settings, { beta, rounds: count, lora });
  const run = await unlessDiverged(() =>
    runMethod(method, recipe, {
      model,
      rounds,
      lora,
      seed: world.seed,
      loss: dpo({ beta }),
      padId: eos,
      checkpoints: [],
      evaluate: (adapter) => evaluatePolicy(measured, point, adapter),
    })
  );
  if (!run) return null;
  tf.dispose(run.adapter.weights);
  const value = run.last.metrics[criterion];
  if (value !== undefined) return value;
  throw new RangeError(`Cannot tune by "${criterion}" as no such metric is measured`);
}

function isSame(trial: Trial, method: string, settings: Settings): boolean {
  return trial.method === method && hashJson(trial.settings) === hashJson(settings);
}

function meanOf({ scores }: Trial): number {
  return scores.reduce<number>((sum, score) => sum + score!, 0) / scores.length;
}
