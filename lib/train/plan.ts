/** A run's options, checked and completed. */
import { join } from "node:path";
import { type LoraConfig, loraScales } from "../adapter/mod.ts";
import { fold, key } from "../base/mod.ts";
import { defaultTargets, type Model } from "../model/mod.ts";
import { adamw } from "../optim/mod.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { hashPairs } from "./fingerprint.ts";
import type { RunOptions, TrainOptions } from "./options.ts";
import { type Passes, passesOf } from "./passes.ts";
import { type ReferenceStore, referenceStore } from "./reference.ts";
import { openReferenceCache } from "./reference_cache.ts";
import { referenceIdentity } from "./reference_identity.ts";
import { requirePairs } from "./require_pairs.ts";
import { identityOf, type RunIdentity } from "./run_identity.ts";
import { startOf } from "./run_start.ts";
import { valuesOfRun } from "./run_values.ts";
import { seenBy } from "./seen_by.ts";
import { removeFolder } from "./write_file.ts";
import { stepsPerEpoch, type Stream } from "./stream.ts";
import type { StepOptions } from "./train_step.ts";

/** What a run trains, and how. */
export interface Shape extends StepOptions {
  /** Shape of the LoRA modules. */
  readonly lora: LoraConfig;
}

/** What the loop works from. */
export interface Plan extends Shape, RunIdentity {
  /** Which rows each step sees. */
  readonly stream: Stream;
  /** Steps after which the run ends. */
  readonly steps: number;
  /** Steps between checkpoints. */
  readonly saveEvery: number;
  /** Log-probabilities under the reference, where the objective asks for them. */
  readonly references: ReferenceStore | undefined;
  /** How batches are laid out. */
  readonly passes: Passes;
  /** Where the loop starts. */
  readonly start: Checkpoint;
}

/** Children of the run's key: one stream of random numbers for each purpose. */
export const STREAMS = { shuffle: 0, modules: 1, rounds: 2 } as const;

/**
 * Completes the options and finds the run's start: fresh modules, or the newest checkpoint.
 *
 * @throws {RangeError} If there are no pairs, or not such as the objective asks for, a number is out of its range, or `out`
 * holds another run.
 */
export async function planOf(options: TrainOptions): Promise<Plan> {
  const { pairs, objective, batchSize = 8, saveEvery = 50, seed = 0, shuffle = false } = options;
  requirePairs(pairs, objective);
  requireCount("batchSize", batchSize);
  requireCount("saveEvery", saveEvery);
  const passes = passesOf({ ...options, padId: options.padId ?? 0 });
  const root = key(seed);
  const stream: Stream = {
    rows: pairs.length,
    batchSize,
    ...(shuffle ? { shuffle: fold(root, STREAMS.shuffle) } : {}),
  };
  const steps = options.steps ?? stepsPerEpoch(stream);
  requireCount("steps", steps);
  const shape = shapeOf(options);
  const same = await identityOf(options, shape.lora, {
    batchSize,
    shuffle,
    pairs: hashPairs(pairs.map(seenBy(objective))),
  });
  const modules = fold(root, STREAMS.modules);
  const start = await startOf(options, { ...shape, ...same, steps, key: modules });
  return {
    ...shape,
    ...same,
    stream,
    passes,
    steps,
    saveEvery,
    start,
    // Last, as it may hold a file that whoever has the plan closes.
    references: objective.needsReference || objective.needsEntropies
      ? await referencesOf(options, same.fingerprint)
      : undefined,
  };
}

/** What is trained, completed by what is usual. */
export function shapeOf(
  { model, objective, optimiser = adamw(), lora: asked, start }: RunOptions,
): Shape {
  const lora = start?.config ?? asked ?? loraFor(model);
  return { model, objective, optimiser, lora, scale: loraScales(lora) };
}

async function referencesOf(
  { model, objective, referenceCache, tokenizerHash, precision = "float32", out, resume }:
    TrainOptions,
  fingerprint: string,
): Promise<ReferenceStore> {
  const options = { precision, entropies: objective.needsEntropies ?? false };
  if (referenceCache === undefined) {
    if (out === undefined) return referenceStore(model, options);
    const folder = join(out, "checkpoints", "reference");
    if (!resume) await removeFolder(folder);
    // Whatever values hang on, the run does.
    const own = { model: fingerprint, adapter: null, tokenizer: fingerprint, precision };
    return referenceStore(model, { ...options, values: await valuesOfRun(folder, own) });
  }
  if (tokenizerHash === undefined) {
    throw new TypeError(
      `Cannot keep references in ${referenceCache} as tokenizerHash is missing: give the hash of the tokenizer that made the pairs`,
    );
  }
  const identity = await referenceIdentity(model, tokenizerHash, { precision });
  const values = await openReferenceCache(referenceCache, identity);
  return referenceStore(model, { ...options, values });
}

/** Refuses what counts nothing. */
export function requireCount(name: string, value: number) {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(
    `Cannot train as ${name} must be a whole number ≥ 1: current value is ${value}`,
  );
}

/** The modules that are trained where nobody says which. */
function loraFor({ config }: Model): LoraConfig {
  return { rank: 16, alpha: 16, targets: defaultTargets(config), rankStabilised: false };
}
