/** What the reference says of texts, each computed once. */
import { type EncodedPair, type PairBatch, type Tensors, tf } from "../base/mod.ts";
import { compile, type Compiled, type Precision, runnerFor } from "../engine/mod.ts";
import { batchTensors, REFERENCE } from "../logprobs/mod.ts";
import type { Model } from "../model/mod.ts";
import { batchPairs, type BatchPairsOptions } from "../tokens/mod.ts";
import { entropyName, textNames } from "./reference_identity.ts";
import { alone, scoreUnder, valuesOf } from "./reference_pass.ts";
import { type ReferenceValues, valuesInMemory } from "./reference_values.ts";

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

/** A store of what the reference says. */
export interface ReferenceStore {
  /**
   * The batch's reference tensors, named as in `REFERENCE`, which the caller owns; missing values are computed.
   *
   * @throws {DivergenceError} If the reference gives an answer a log-probability that is not finite.
   */
  tensorsFor(batch: ReferenceBatch): Promise<Tensors>;
  /** Writes down what is only in memory so far, where values are kept in a folder. */
  flush(): Promise<void>;
  /** Gives back what computing and keeping them took. */
  dispose(): void;
}

/** Options for {@linkcode referenceStore}. */
export interface ReferenceOptions {
  /** Where values are kept; the store closes it. @default {valuesInMemory()} */
  readonly values?: ReferenceValues;
  /** What matrix products are computed in. @default {"float32"} */
  readonly precision?: Precision;
  /** Whether entropies are given too. @default {false} */
  readonly entropies?: boolean;
  /** Told the number of texts of each pass through the model. */
  readonly onScore?: (texts: number) => void;
}

/** The reference is the base with no module; its values are kept by text, whichever pair or batch it comes in. */
export function referenceStore(
  model: Model,
  { values = valuesInMemory(), precision = "float32", entropies = false, onScore }:
    ReferenceOptions = {},
): ReferenceStore {
  let scorer: Compiled | undefined;
  const isKnown = (text: string) =>
    values.has(text) && (!entropies || values.has(entropyName(text)));

  async function score(host: PairBatch, tensors: Tensors, names: readonly string[]) {
    const wanted = names.filter((name) => !isKnown(name));
    const { scores: _, completions: __, ...inputs } = tensors; // tokens say all
    scorer ??= compile(scoreUnder(model, entropies), {}, inputs, { runner: runnerFor(precision) });
    onScore?.(new Set(names).size);
    const found = await valuesOf(scorer.run(inputs), { host, names, wanted });
    // Of a text whose entropies alone were missing, the log-probabilities stay as they were.
    await values.add(new Map([...found].filter(([name]) => !values.has(name))));
  }

  async function scoreMissing({ pairs, layout, host, tensors }: ReferenceBatch, names: string[]) {
    const texts = new Set(names);
    const missing = [...texts].filter((name) => !isKnown(name));
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
      const pairs = batch.pairs.length;
      await scoreMissing(batch, names);
      const sums = (await values.read(names)).map(sum);
      const means = entropies ? (await values.read(names.map(entropyName))).map(mean) : undefined;
      return {
        [REFERENCE.chosen]: tf.tensor1d(sums.slice(0, pairs)),
        [REFERENCE.rejected]: tf.tensor1d(sums.slice(pairs)),
        ...(means && {
          [REFERENCE.chosenEntropies]: tf.tensor1d(means.slice(0, pairs)),
          [REFERENCE.rejectedEntropies]: tf.tensor1d(means.slice(pairs)),
        }),
      };
    },
    flush: async () => await values.flush?.(),
    dispose() {
      scorer?.dispose();
      values.close();
    },
  };
}

/**
 * Summed token by token in float32, as the engine sums a policy's values: where those have not moved, their errors cancel
 * and the two tie.
 */
function sum(values: Float32Array): number {
  return values.reduce((total, value) => Math.fround(total + value), 0);
}

function mean(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
