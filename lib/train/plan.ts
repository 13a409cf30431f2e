/** A run's options, checked and completed. */
import { join } from "node:path";
import { initAdapter, type LoraConfig, loraScales } from "../adapter/mod.ts";
import {
  disposeTree,
  fold,
  type Key,
  key,
  mapTree,
  type Tensors,
  type TensorTree,
} from "../base/mod.ts";
import { defaultTargets, type Model } from "../model/mod.ts";
import { adamw } from "../optim/mod.ts";
import { type Checkpoint, loadCheckpoint } from "./checkpoint.ts";
import { hashJson, hashModel, hashPairs } from "./fingerprint.ts";
import type { TrainOptions } from "./options.ts";
import { type Passes, passesOf } from "./passes.ts";
import { type ReferenceStore, referenceStore } from "./reference.ts";
import { openReferenceCache } from "./reference_cache.ts";
import { referenceIdentity } from "./reference_identity.ts";
import { requirePairs } from "./require_pairs.ts";
import { pastTheEnd, requireFresh, requireSameRun } from "./run_folder.ts";
import { valuesOfRun } from "./run_values.ts";
import { seenBy } from "./seen_by.ts";
import { removeFolder } from "./write_file.ts";
import { stepsPerEpoch, type Stream } from "./stream.ts";
import type { RunState, StepOptions } from "./train_step.ts";

/** What the loop works from. */
export interface Plan extends StepOptions {
  /** Shape of the LoRA modules. */
  readonly lora: LoraConfig;
  /** Which rows each step sees. */
  readonly stream: Stream;
  /** Steps after which the run ends. */
  readonly steps: number;
  /** Steps between checkpoints. */
  readonly saveEvery: number;
  /** What the run is made of. */
  readonly identity: Record<string, unknown>;
  /** Hash of the identity. */
  readonly fingerprint: string;
  /** Log-probabilities under the reference, where the objective asks for them. */
  readonly references: ReferenceStore | undefined;
  /** How batches are laid out. */
  readonly passes: Passes;
  /** Where the loop starts. */
  readonly start: Checkpoint;
}

/** Children of the run's key: one stream of random numbers for each purpose. */
const STREAMS = { shuffle: 0, modules: 1 } as const;

/**
 * Completes the options and finds the run's start: fresh modules, or the newest checkpoint.
 *
 * @throws {RangeError} If there are no pairs, or not such as the objective asks for, a number is out of its range, or `out`
 * holds another run.
 */
export async function planOf(options: TrainOptions): Promise<Plan> {
  const { model, pairs, objective, batchSize = 8, saveEvery = 50, seed = 0 } = options;
  requirePairs(pairs, objective);
  requireCount("batchSize", batchSize);
  requireCount("saveEvery", saveEvery);
  const passes = passesOf({ ...options, padId: options.padId ?? 0 });
  const root = key(seed);
  const stream: Stream = {
    rows: pairs.length,
    batchSize,
    ...(options.shuffle ? { shuffle: fold(root, STREAMS.shuffle) } : {}),
  };
  const steps = options.steps ?? stepsPerEpoch(stream);
  requireCount("steps", steps);
  const lora = options.start?.config ?? options.lora ?? loraFor(model);
  const step: StepOptions & { readonly lora: LoraConfig } = {
    model,
    objective,
    optimiser: options.optimiser ?? adamw(),
    lora,
    scale: loraScales(lora),
  };
  const identity = await identityOf(options, stream, step.lora);
  const fingerprint = hashJson(identity);
  const start = await startOf(
    { ...options, steps },
    step,
    { identity, fingerprint },
    fold(root, STREAMS.modules),
  );
  return {
    ...step,
    stream,
    passes,
    steps,
    saveEvery,
    identity,
    fingerprint,
    start,
    // Last, as it may hold a file that whoever has the plan closes.
    references: objective.needsReference || objective.needsEntropies
      ? await referencesOf(options, fingerprint)
      : undefined,
  };
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

async function startOf(
  options: TrainOptions & { readonly steps: number },
  step: StepOptions & { readonly lora: LoraConfig },
  { identity, fingerprint }: Pick<Plan, "identity" | "fingerprint">,
  random: Key,
): Promise<Checkpoint> {
  const { out, resume, steps, settings = {} } = options;
  if (out !== undefined && resume) {
    await requireSameRun(out, { settings, identity, fingerprint });
    const found = await loadCheckpoint(join(out, "checkpoints"), fingerprint);
    if (found && found.step > steps) {
      disposeTree(found.state);
      throw pastTheEnd(out, found.step, steps);
    }
    if (found) return found;
  }
  if (out !== undefined && !resume) await requireFresh(out);
  return { step: 0, state: freshState(options, step, random) };
}

/** Modules start from independent A: equal ones at equal rates would never separate. */
function freshState(
  { model, objective, start }: TrainOptions,
  { optimiser, lora }: StepOptions & { readonly lora: LoraConfig },
  random: Key,
): RunState {
  const params: Record<string, Tensors> = {};
  objective.modules.forEach((name, i) => {
    params[name] = i === 0 && start
      ? mapTree((leaf) => leaf.clone(), start.weights) as Tensors
      : initAdapter(model.config, lora, fold(random, i)).weights;
  });
  const tree = params as TensorTree;
  return { params: tree, optimiser: optimiser.init(tree), objective: objective.init() } as RunState;
}

async function identityOf(options: TrainOptions, stream: Stream, lora: LoraConfig) {
  const { objective, seed = 0, shuffle = false, settings = {}, start, out, precision = "float32" } =
    options;
  return {
    settings: hashJson(settings),
    precision,
    method: objective.name,
    lora,
    batchSize: stream.batchSize,
    shuffle,
    seed,
    // Hashing reads every weight; without a folder there is nothing to resume.
    model: out === undefined ? null : await hashModel(options.model),
    start: start && out !== undefined
      ? await hashModel({ ...options.model, weights: start.weights })
      : null,
    pairs: hashPairs(options.pairs.map(seenBy(objective))),
  };
}

function requireCount(name: string, value: number) {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(
    `Cannot train as ${name} must be a whole number ≥ 1: current value is ${value}`,
  );
}

/** The modules that are trained where nobody says which. */
function loraFor({ config }: Model): LoraConfig {
  return { rank: 16, alpha: 16, targets: defaultTargets(config), rankStabilised: false };
}
