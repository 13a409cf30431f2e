/** Chooses settings for each method across domains, on domains of their own. */
import { mean } from "../../evaluate/mod.ts";
import { dpo } from "../../losses/mod.ts";
import { hashJson, noFinishedRuns } from "../../train/mod.ts";
import { instruments } from "../in_domain/instruments.ts";
import type { Trial } from "../in_domain/trial.ts";
import { unlessDiverged } from "../in_domain/unless_diverged.ts";
import type { CrossDomainOptions } from "./cross_domain.ts";
import { CROSS_TUNED, CROSS_TUNING_SEED, crossTuningGrid } from "./grid.ts";
import { lessonsOf } from "./lessons.ts";
import { type DomainMetrics, type Measuring, measuring } from "./measure.ts";
import { crossDomainMethod } from "./methods.ts";
import { moduleBank } from "./module_bank.ts";
import { MATRIX_METRIC } from "./stream_metrics.ts";
import type { ContinualOptions, ContinualSettings, Lesson } from "./types.ts";

/** One trial of one method; its score is the accuracy over all domains at the end, on the one tuning seed. */
export type CrossTrial = Trial<ContinualSettings>;

/** Options for {@linkcode tuneCrossDomain}. */
export interface CrossTuneOptions extends
  Pick<
    CrossDomainOptions,
    "model" | "eos" | "world" | "beta" | "rounds" | "lora" | "memory"
  > {
  /** Trials that are done already. @default {none} */
  readonly done?: readonly CrossTrial[];
  /** Told each new trial. */
  readonly onTrial?: (trial: CrossTrial, done: number, total: number) => Promise<void>;
}

/** Runs every trial of every tuned method on the tuning seed's domains. */
export async function tuneCrossDomain(options: CrossTuneOptions): Promise<CrossTrial[]> {
  const { model, eos, beta, memory, world: worldOf, done = [], onTrial } = options;
  const all = CROSS_TUNED.flatMap((method) =>
    crossTuningGrid(method).map((settings) => ({ method, settings }))
  );
  // What is no trial of the grid must not compete.
  const trials = done.filter((trial) => all.some((planned) => isSame(trial, planned)));
  const world = await worldOf(CROSS_TUNING_SEED);
  const lessons = await lessonsOf(model, world, memory);
  const common = { ...options, loss: dpo({ beta }), seed: CROSS_TUNING_SEED, padId: eos };
  const bank = moduleBank(lessons, common, noFinishedRuns());
  const tools = instruments(model);
  try {
    const { pairs } = await measuring(world, { model, eos, beta, instruments: tools });
    for (const planned of all) {
      if (trials.some((trial) => isSame(trial, planned))) continue;
      const { method, settings } = planned;
      const after = await unlessDiverged(() =>
        atTheEnd(method, { ...common, modules: bank, settings }, lessons, pairs)
      );
      const trial = { ...planned, scores: [after ? averageOf(after, lessons) : null] };
      trials.push(trial);
      await onTrial?.(trial, trials.length, all.length);
    }
    return trials;
  } finally {
    tools.dispose();
    await bank.dispose();
  }
}

/** What is served after the last domain, measured. */
async function atTheEnd(
  method: string,
  options: ContinualOptions,
  lessons: readonly Lesson[],
  measure: Measuring["pairs"],
): Promise<DomainMetrics> {
  const run = crossDomainMethod(method).start(options);
  try {
    for (const lesson of lessons.slice(0, -1)) (await run.learn(lesson)).dispose();
    const served = await run.learn(lessons.at(-1)!);
    const found = await measure(served);
    served.dispose();
    return found;
  } finally {
    run.dispose();
  }
}

/** Accuracy over all domains. */
function averageOf(metrics: DomainMetrics, lessons: readonly Lesson[]): number {
  return mean(lessons.map(({ name }) => metrics[`${MATRIX_METRIC}/${name}`]!));
}

type Planned = Pick<CrossTrial, "method" | "settings">;

function isSame(trial: Planned, planned: Planned): boolean {
  return trial.method === planned.method && hashJson(trial.settings) === hashJson(planned.settings);
}
