/** The loop over a stream of preferences. */
import { join } from "node:path";
import type { Adapter } from "../adapter/mod.ts";
import { disposeTree, type Row, type Tensors, tf } from "../base/mod.ts";
import { saveCheckpoint } from "./checkpoint.ts";
import { writeAdapter } from "./load_model.ts";
import { runnerFor } from "../engine/mod.ts";
import type { TrainOptions, TrainResult } from "./options.ts";
import { type Plan, planOf } from "./plan.ts";
import { pairsFor } from "./pairs_for.ts";
import { openRunFolder, type RunFolder } from "./run_folder.ts";
import { partsOfStep, runStep } from "./run_step.ts";
import { type Runs, runsOf } from "./runs.ts";
import type { RunState } from "./train_step.ts";

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
  const options = { ...given, pairs: pairsFor(given.objective, given.pairs, given.model) };
  const plan = await planOf(options);
  let runs: Runs | undefined;
  let folder: RunFolder | undefined;
  try {
    runs = await compiled(options, plan);
    folder = await openFolder(options, plan);
    const { metrics, step } = await loop(options, plan, runs, folder);
    const { adapters, played } = await readAdapters(plan, runs);
    if (folder && step === plan.steps) await writeAdapters(folder, adapters, played, options);
    return { adapters, played, metrics, steps: step };
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

async function openFolder(
  { out, settings = {}, record = {} }: TrainOptions,
  { identity, fingerprint, steps, start }: Plan,
): Promise<RunFolder | undefined> {
  if (out === undefined) return undefined;
  return await openRunFolder(
    out,
    { ...record, steps, settings, identity, fingerprint },
    start.step,
  );
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

async function readAdapters({ objective, lora }: Plan, runs: Runs) {
  const { params, optimiser, objective: inner } = runs.read() as RunState;
  const index = tf.tidy(() => objective.played(inner).clone());
  const played = objective.modules[(await index.data())[0]!]!;
  tf.dispose([index, optimiser, inner]);
  const adapters = Object.fromEntries(
    objective.modules.map((name): [string, Adapter] => [
      name,
      { config: lora, weights: params[name] as Tensors },
    ]),
  );
  return { adapters, played };
}

async function writeAdapters(
  { path }: RunFolder,
  adapters: Readonly<Record<string, Adapter>>,
  played: string,
  { baseName = null }: TrainOptions,
) {
  for (const [name, adapter] of Object.entries(adapters)) {
    await writeAdapter(join(path, name === played ? "adapter" : "adapter-slow"), adapter, baseName);
  }
}
