/** The loop over a stream of preferences. */
import { disposeTree, type Row, tf } from "../base/mod.ts";
import { saveCheckpoint } from "./checkpoint.ts";
import { runnerFor } from "../engine/mod.ts";
import type { TrainOptions, TrainResult } from "./options.ts";
import { type Plan, planOf } from "./plan.ts";
import { pairsFor } from "./pairs_for.ts";
import { openRun, type RunFolder } from "./run_folder.ts";
import { partsOfStep, runStep } from "./run_step.ts";
import { requireObjective } from "./require_objective.ts";
import { type Runs, runsOf } from "./runs.ts";
import { adaptersOf, writeAdapters } from "./trained_adapters.ts";

/**
 * Trains LoRA modules on a stream of preferences.
 *
 * With `out`, the run's folder gets `run.json`, `metrics.jsonl` (one line a step, under TRL's names), `checkpoints/` and at
 * the end `adapter/` (the served module) and, where two were trained, `adapter-slow/` (the other). A resumed run
 * continues bit for bit.
 *
 * @throws {RangeError} If there are no pairs, an option is out of its range, or `out` holds another run or more steps.
 * @throws {DivergenceError} If a metric is not finite.
 */
export async function train(given: TrainOptions): Promise<TrainResult> {
  requireObjective(given.objective);
  const options = { ...given, pairs: pairsFor(given.objective, given.pairs, given.model) };
  const plan = await planOf(options);
  let runs: Runs | undefined;
  let folder: RunFolder | undefined;
  try {
    runs = await compiled(options, plan);
    folder = await openRun(options, plan, plan.steps);
    const { metrics, step } = await loop(options, plan, runs, folder);
    const trained = await adaptersOf(plan, runs.read());
    if (folder && step === plan.steps) await writeAdapters(folder.path, trained, options);
    return { ...trained, metrics, steps: step };
  } finally {
    folder?.close();
    runs?.dispose();
    plan.references?.dispose();
    disposeTree(plan.start.state);
  }
}

async function compiled(options: TrainOptions, plan: Plan): Promise<Runs> {
  const parts = await partsOfStep(options, plan, plan.start.step);
  const runs = runsOf(plan, parts, { runner: runnerFor(options.precision ?? "float32") });
  for (const { tensors } of parts) tf.dispose(tensors);
  return runs;
}

async function loop(
  options: TrainOptions,
  plan: Plan,
  runs: Runs,
  folder: RunFolder | undefined,
): Promise<{ metrics: Row[]; step: number }> {
  const metrics: Row[] = [];
  let step = plan.start.step;
  let saved = step;
  const save = async () => {
    if (!folder || saved === step) return;
    // First, so that no checkpoint is without the values that its steps were taken with.
    await plan.references?.flush();
    const state = runs.read();
    await saveCheckpoint(folder.checkpoints, { step, state }, plan.fingerprint);
    disposeTree(state);
    saved = step;
  };
  options.onStart?.(step);
  while (step < plan.steps && !options.signal?.aborted) {
    const row = await runStep(runs, options, plan, step);
    step++;
    metrics.push(row);
    await folder?.append(row);
    options.onStep?.(row, step, plan.steps);
    if (step % plan.saveEvery === 0) await save();
  }
  await save();
  return { metrics, step };
}
