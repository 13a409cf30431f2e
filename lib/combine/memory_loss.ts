/** What a weighted sum of modules loses on a small memory of each domain. */
import type { Adapter } from "../adapter/mod.ts";
import { type EncodedPair, type PreferenceLoss, tf } from "../base/mod.ts";
import { compile, type Compiled } from "../engine/mod.ts";
import type { Model } from "../model/mod.ts";
import { memoryBatches, memoryPairs } from "./memory_batches.ts";
import { meanOver, slopeStep, valueOf, valueStep } from "./memory_steps.ts";
import type { WeightLoss } from "./weight_loss.ts";

/** {@linkcode WeightLoss} on memories. */
export interface MemoryLoss extends WeightLoss {
  /** The mean loss on each memory, in nats. */
  byDomain(weights: readonly number[]): Promise<number[]>;
  /** Gives back what is held. */
  dispose(): void;
}

/** Options for {@linkcode memoryLoss}. */
export interface MemoryLossOptions {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** The loss of a pair; scores, entropies and other pairs' answers are there where it needs them. */
  readonly loss: PreferenceLoss;
  /** Most tokens of one pass through the model. @default {1024} */
  readonly tokenBudget?: number;
  /** Id that fills short rows. @default {0} */
  readonly padId?: number;
}

/**
 * The mean over domains of the mean loss on each domain's memory, as a function of the modules' weights λ: what we
 * choose them by in COFS-DPO ({@link https://arxiv.org/abs/2406.05534 | Qi et al.}), of which we know that it combines fast
 * modules linearly, not how it finds the weights. The gradient is exact.
 *
 * @param adapters The modules that are summed; they must outlive it.
 * @param memories Pairs of each domain.
 * @returns A function that the caller disposes of.
 * @throws {RangeError} If there is no memory, one is empty, or it has not what the loss needs: scores, two prompts.
 */
export function memoryLoss(
  adapters: readonly Adapter[],
  memories: readonly (readonly EncodedPair[])[],
  { model, loss, tokenBudget = 1024, padId = 0 }: MemoryLossOptions,
): MemoryLoss {
  requireMemories(memories);
  // All of them first, so that nothing is held when one is refused.
  const needed = memories.map((pairs) => memoryPairs(pairs, loss, model));
  const parts = needed.map((pairs) => memoryBatches(model, pairs, { loss, tokenBudget, padId }));
  const value = valueOf(model, adapters, loss);
  const example = { weights: tf.zeros([adapters.length]), ...parts[0]![0]!.tensors };
  const values = compile(valueStep(value), {}, example);
  const slopes = values.also(slopeStep(value), example);
  tf.dispose(example.weights);
  const over = async (run: Compiled["run"], weights: readonly number[]) => {
    const found = [];
    for (const batches of parts) found.push(await meanOver(run, weights, batches));
    return found;
  };
  const byDomain = async (weights: readonly number[]) =>
    (await over(values.run, weights)).map(({ value }) => value);
  return {
    count: adapters.length,
    byDomain,
    at: async (weights) => mean(await byDomain(weights)),
    async slope(weights) {
      const found = await over(slopes.run, weights);
      return {
        value: mean(found.map(({ value }) => value)),
        gradient: weights.map((_, i) => mean(found.map(({ gradient }) => gradient[i]!))),
      };
    },
    dispose() {
      values.dispose();
      tf.dispose(parts.flat().map(({ tensors }) => tensors));
    },
  };
}

function requireMemories(memories: readonly (readonly EncodedPair[])[]) {
  const empty = memories.findIndex((pairs) => pairs.length === 0);
  if (memories.length > 0 && empty < 0) return;
  const what = memories.length === 0 ? "there is none" : `that of domain ${empty + 1} is empty`;
  throw new RangeError(
    `Cannot search weights without a memory of every domain: ${what}; keep at least one pair of each`,
  );
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}
