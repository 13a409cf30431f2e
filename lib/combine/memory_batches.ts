/** A memory as batches that are kept. */
import { type EncodedPair, type PairLogps, type Tensors, tf } from "../base/mod.ts";
import { batchTensors, pairLogps } from "../logprobs/mod.ts";
import type { Model } from "../model/mod.ts";
import { batchPairs, sequenceLength, splitPairs } from "../tokens/mod.ts";

/** Some pairs of a memory. */
export interface MemoryBatch {
  /** Their batch, with the reference's log-probabilities as `chosen` and `rejected`; the caller owns it. */
  readonly tensors: Tensors;
  /** Their part of the memory. */
  readonly share: number;
}

/** Options for {@linkcode memoryBatches}. */
export interface MemoryBatchesOptions {
  /** Most tokens of one pass through the model. */
  readonly tokenBudget: number;
  /** Id that fills short rows. */
  readonly padId: number;
}

/** Lays a memory out, in passes of a token budget, with what the reference says. */
export function memoryBatches(
  model: Model,
  pairs: readonly EncodedPair[],
  { tokenBudget, padId }: MemoryBatchesOptions,
): MemoryBatch[] {
  const capacity = Math.max(...pairs.map(sequenceLength));
  const rows = Math.max(1, Math.floor(tokenBudget / capacity));
  return splitPairs(pairs, { capacity, rows }).map((part) => {
    const batch = batchTensors(batchPairs(part.map((i) => pairs[i]!), { padId, capacity }));
    const { chosen, rejected } = tf.tidy(() => {
      const [policy] = pairLogps(model, batch, { gradient: false }) as [PairLogps];
      return { chosen: policy.chosen, rejected: policy.rejected };
    });
    return { tensors: { ...batch, chosen, rejected }, share: part.length / pairs.length };
  });
}
