/** A memory as batches that are kept. */
import {
  type EncodedPair,
  type PairLogps,
  type PreferenceLoss,
  type Tensors,
  tf,
} from "../base/mod.ts";
import { batchTensors, pairLogps, referenceTensors } from "../logprobs/mod.ts";
import { requireScores } from "../losses/mod.ts";
import type { Model } from "../model/mod.ts";
import { batchPairs, sequenceLength, splitPairs, withMismatched } from "../tokens/mod.ts";

/** What cannot be done otherwise: the start of a message. */
const TASK = "weigh modules by a memory";

/** Some pairs of a memory. */
export interface MemoryBatch {
  /** Their batch, with what the reference says of it; the caller owns it. */
  readonly tensors: Tensors;
  /** Their part of the memory. */
  readonly share: number;
}

/** Options for {@linkcode memoryBatches}. */
export interface MemoryBatchesOptions {
  /** The loss of a pair, which says what it needs. */
  readonly loss: PreferenceLoss;
  /** Most tokens of one pass through the model; a loss that couples its pairs takes them all at once. */
  readonly tokenBudget: number;
  /** Id that fills short rows. */
  readonly padId: number;
}

/** Lays a memory out, in passes of a token budget, with what the loss needs of the reference. */
export function memoryBatches(
  model: Model,
  pairs: readonly EncodedPair[],
  { loss, tokenBudget, padId }: MemoryBatchesOptions,
): MemoryBatch[] {
  const capacity = Math.max(...pairs.map(sequenceLength));
  const rows = Math.max(1, Math.floor(tokenBudget / capacity));
  const parts = loss.coupled ? [[...pairs.keys()]] : splitPairs(pairs, { capacity, rows });
  return parts.map((part) => {
    const batch = batchTensors(batchPairs(part.map((i) => pairs[i]!), { padId, capacity }));
    const reference = tf.tidy(() => {
      const entropies = loss.needsEntropies ?? false;
      const [found] = pairLogps(model, batch, { gradient: false, entropies }) as [PairLogps];
      return referenceTensors(found);
    });
    return { tensors: { ...batch, ...reference }, share: part.length / pairs.length };
  });
}

/**
 * Pairs with another pair's answer where the loss asks for one, and with scores only where it asks for them.
 *
 * @throws {RangeError} If scores are not such as it asks for, or there is no other prompt.
 */
export function memoryPairs(
  memory: readonly EncodedPair[],
  { needsMismatched = false, needsScores = false }: PreferenceLoss,
  { config }: Model,
): EncodedPair[] {
  requireScores(memory, TASK, needsScores);
  const pairs = needsMismatched ? withMismatched(memory, config.context) : memory;
  return pairs.map(({ scores, ...pair }) => ({
    ...pair,
    ...(needsScores && scores && { scores }),
  }));
}
