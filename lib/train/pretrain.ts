/** The loop of language-model training. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { disposeTree, fold, key, mapTree, type Row, type Tensors, tf } from "../base/mod.ts";
import { compile, type Precision, runnerFor } from "../engine/mod.ts";
import type { Model } from "../model/mod.ts";
import { adamw, type Optimiser } from "../optim/mod.ts";
import { type Checkpoint, loadCheckpoint, saveCheckpoint } from "./checkpoint.ts";
import { hashJson } from "./fingerprint.ts";
import { peakMemory, readScalars, requireFinite } from "./metrics.ts";
import { type PretrainState, pretrainStep } from "./pretrain_step.ts";
import {
  openRunFolder,
  pastTheEnd,
  requireFresh,
  requireSameRun,
  type RunFolder,
  type RunRecord,
} from "./run_folder.ts";
import { type TokenWindows, windowsOfStep } from "./token_windows.ts";

/** Options for {@linkcode pretrain}. */
export interface PretrainOptions {
  /** Where training starts; it stays the caller's. */
  readonly model: Model;
  /** The texts as tokens, and the shape of a batch. */
  readonly windows: TokenWindows;
  /** Steps after which the run ends. A run may be resumed with more. */
  readonly steps: number;
  /** How gradients become updates. @default {adamw()} */
  readonly optimiser?: Optimiser;
  /** What matrix products are computed in; bfloat16 needs the engine `tensorflow`. @default {"float32"} */
  readonly precision?: Precision;
  /** Seed of the windows. @default {0} */
  readonly seed?: number;
  /** Folder for `run.json`, `metrics.jsonl` and checkpoints. */
  readonly out: string;
  /** Whether to go on from the newest checkpoint in `out`. @default {false} */
  readonly resume?: boolean;
  /** Steps between checkpoints. @default {500} */
  readonly saveEvery?: number;
  /** What else the run is made of; it is resumed only under the same. @default {{}} */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Told the number of steps that are done already. */
  readonly onStart?: (done: number) => void;
  /** Told each line of `metrics.jsonl`. */
  readonly onStep?: (row: Row, done: number) => void;
  /** Ends the run after the current step, with a checkpoint. */
  readonly signal?: AbortSignal;
}

/** What language-model training leaves. */
export interface PretrainResult {
  /** The trained model; the caller owns it. */
  readonly model: Model;
  /** Steps done, those before a resumption included. */
  readonly steps: number;
}

/**
 * Trains every parameter of a model to predict the next token.
 *
 * @throws {RangeError} If the model is no GPT-2, the texts are shorter than a window, or `out` holds another run, or
 * more steps than asked for.
 * @throws {DivergenceError} If a metric is not finite.
 */
export async function pretrain(options: PretrainOptions): Promise<PretrainResult> {
  const { model, windows, optimiser = adamw(), seed = 0, out, precision = "float32" } = options;
  requireWhole(model);
  const random = fold(key(seed), 0);
  const identity = identityOf(options);
  const fingerprint = hashJson(identity);
  const start = await startOf(options, optimiser, { identity, fingerprint });
  const example = windowsOfStep(windows, start.step, random);
  const compiled = compile(pretrainStep(model.config, optimiser), start.state, example, {
    runner: runnerFor(precision),
  });
  disposeTree(start.state);
  tf.dispose(example);
  const folder = await openRunFolder(out, { identity, fingerprint }, start.step);
  const save = async (step: number) => {
    const state = compiled.read();
    await saveCheckpoint(folder.checkpoints, { step, state }, fingerprint);
    disposeTree(state);
  };
  try {
    const steps = await loop(options, start.step, folder, {
      run: (step) => {
        const batch = windowsOfStep(windows, step, random);
        const metrics = compiled.run(batch);
        tf.dispose(batch);
        return metrics;
      },
      save,
    });
    const { params, optimiser: moments } = compiled.read() as PretrainState;
    disposeTree(moments);
    const weights = params as Tensors;
    return { model: { config: model.config, weights }, steps };
  } finally {
    folder.close();
    compiled.dispose();
  }
}

/** Other families have parts whose gradients reach their inputs alone. */
function requireWhole({ config: { family } }: Model) {
  if (family === "gpt2") return;
  throw new RangeError(
    `Cannot train every parameter of a ${family} as only those of gpt2 can be: train an adapter`,
  );
}

async function startOf(
  { model, out, resume, steps }: PretrainOptions,
  optimiser: Optimiser,
  made: RunRecord,
): Promise<Checkpoint> {
  if (resume) {
    await requireSameRun(out, made);
    const found = await loadCheckpoint(join(out, "checkpoints"), made.fingerprint);
    if (found && found.step > steps) {
      disposeTree(found.state);
      throw pastTheEnd(out, found.step, steps);
    }
    if (found) return found;
  } else await requireFresh(out);
  const params = mapTree((leaf) => leaf.clone(), model.weights);
  return { step: 0, state: { params, optimiser: optimiser.init(params) } };
}

async function loop(
  { windows, steps, saveEvery = 500, signal, onStart, onStep }: PretrainOptions,
  from: number,
  folder: RunFolder,
  { run, save }: {
    readonly run: (step: number) => Tensors;
    readonly save: (step: number) => Promise<void>;
  },
): Promise<number> {
  let step = from;
  onStart?.(from);
  while (step < steps && !signal?.aborted) {
    const started = performance.now();
    const metrics = await readScalars(run(step));
    step++;
    requireFinite(metrics, step);
    const seconds = (performance.now() - started) / 1000;
    const row = {
      step,
      ...metrics,
      tokens_per_s: windows.rows * windows.time / seconds,
      peak_rss_mb: peakMemory(),
    };
    await folder.append(row);
    onStep?.(row, step);
    if (step % saveEvery === 0) await save(step);
  }
  if (step > from && step % saveEvery !== 0) await save(step);
  return step;
}

function identityOf({ model, windows, seed = 0, settings = {} }: PretrainOptions) {
  const { tokens, rows, time } = windows;
  const bytes = new Uint8Array(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  return {
    settings,
    config: model.config,
    rows,
    time,
    seed,
    tokens: createHash("sha256").update(bytes).digest("hex"),
  };
}
