/** Log-probabilities under the reference, each text computed once. */
import { type EncodedPair, type PairBatch, type Tensors, tf } from "../base/mod.ts";
import { compile, type Compiled, type Precision, runnerFor, type Step } from "../engine/mod.ts";
import { batchTensors, completionLogps } from "../logprobs/mod.ts";
import type { Model } from "../model/mod.ts";
import { batchPairs, type BatchPairsOptions } from "../tokens/mod.ts";
import { DivergenceError } from "./divergence_error.ts";
import { textNames } from "./reference_identity.ts";
import { type ReferenceValues, valuesInMemory } from "./reference_values.ts";
import { REFERENCE } from "./step_batch.ts";

/** A batch whose reference values are asked for. */
export interface ReferenceBatch {
  /** The batch's pairs. */
  readonly pairs: readonly EncodedPair[];
  /** How they are laid out. */
  readonly layout: BatchPairsOptions;
  /** The pairs laid out, on the host. */
  readonly host: PairBatch;
  /** The same on the engine. */
  readonly tensors: Tensors;
}

/** A store of reference log-probabilities. */
export interface ReferenceStore {
  /**
   * The batch's reference tensors, `[pairs]` each, which the caller owns; missing ones are computed.
   *
   * @throws {DivergenceError} If the reference gives an answer a log-probability that is not finite.
   */
  tensorsFor(batch: ReferenceBatch): Promise<Tensors>;
  /** Gives back what computing and keeping them took. */
  dispose(): void;
}

/** Options for {@linkcode referenceStore}. */
export interface ReferenceOptions {
  /** Where values are kept; the store closes it. @default {valuesInMemory()} */
  readonly values?: ReferenceValues;
  /** What matrix products are computed in. @default {"float32"} */
  readonly precision?: Precision;
  /** Told the number of texts of each pass through the model. */
  readonly onScore?: (texts: number) => void;
}

/** The reference is the base with no module; its values are kept by text, whichever pair or batch it comes in. */
export function referenceStore(
  model: Model,
  { values = valuesInMemory(), precision = "float32", onScore }: ReferenceOptions = {},
): ReferenceStore {
  let scorer: Compiled | undefined;

  async function score(host: PairBatch, tensors: Tensors, names: readonly string[]) {
    const wanted = new Set(names.filter((name) => !values.has(name)));
    scorer ??= compile(scoreUnder(model), {}, tensors, { runner: runnerFor(precision) });
    onScore?.(new Set(names).size);
    const { logps } = scorer.run(tensors);
    const found = byName(await logps!.data<"float32">(), host, names, wanted);
    tf.dispose(logps!);
    requireFinite(found);
    await values.add(found);
  }

  async function scoreMissing({ pairs, layout, host, tensors }: ReferenceBatch, names: string[]) {
    const texts = new Set(names);
    const missing = [...texts].filter((name) => !values.has(name));
    if (missing.length === 0) return;
    // A batch of a new shape may have to be recorded, which only a smaller one is worth.
    if (missing.length * 2 > texts.size) return await score(host, tensors, names);
    const fewer = batchPairs(missing.map((name) => alone(pairs, names.indexOf(name))), layout);
    const part = batchTensors(fewer);
    try {
      await score(fewer, part, missing);
    } finally {
      tf.dispose(part);
    }
  }

  return {
    async tensorsFor(batch) {
      const names = textNames(batch.pairs);
      await scoreMissing(batch, names);
      const sums = (await values.read(names)).map(sum);
      return {
        [REFERENCE.chosen]: tf.tensor1d(sums.slice(0, batch.pairs.length)),
        [REFERENCE.rejected]: tf.tensor1d(sums.slice(batch.pairs.length)),
      };
    },
    dispose() {
      scorer?.dispose();
      values.close();
    },
  };
}

/** Compiled as steps are: an engine then rounds as it does for them, and a policy that has not moved ties with the base. */
function scoreUnder(model: Model): Step {
  return (_state, batch) => [{}, { logps: completionLogps(model, batch, { gradient: false }) }];
}

/** Values of the wanted texts, cut from those of all completion tokens; those of a text stand together. */
function byName(
  logps: Float32Array,
  { answerTexts, owners, completions }: PairBatch,
  names: readonly string[],
  wanted: ReadonlySet<string>,
): Map<string, Float32Array> {
  const found = new Map<string, Float32Array>();
  names.forEach((name, answer) => {
    if (!wanted.has(name) || found.has(name)) return;
    const start = owners.indexOf(answerTexts[answer]!);
    found.set(name, logps.slice(start, start + completions[answer]!));
  });
  return found;
}

/** One answer of a batch as supervised data, by its place among the batch's answers. */
function alone(pairs: readonly EncodedPair[], place: number): EncodedPair {
  const { prompt, chosen, rejected, row } = pairs[place % pairs.length]!;
  const answer = Math.floor(place / pairs.length);
  return { prompt, row, chosen: [chosen, ...rejected][answer]!, rejected: [] };
}

/**
 * Summed token by token in float32, as the engine sums a policy's values: where those have not moved, their errors cancel
 * and the two tie.
 */
function sum(values: Float32Array): number {
  return values.reduce((total, value) => Math.fround(total + value), 0);
}

function requireFinite(found: ReadonlyMap<string, Float32Array>) {
  for (const value of [...found.values()].flatMap((values) => [...values])) {
    if (Number.isFinite(value)) continue;
    throw new DivergenceError(
      `Cannot train as the reference gives a token a log-probability of ${value}: its weights are broken`,
    );
  }
}
