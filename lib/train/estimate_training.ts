/** What a run will need of the memory. */
import { type EncodedPair, key, type PairBatch, permutation } from "../base/mod.ts";
import type { EngineName } from "../engine/mod.ts";
import type { ModelConfig } from "../model/mod.ts";
import { batchPairs, sequenceLength } from "../tokens/mod.ts";
import { estimateMemory, type MemoryEstimate, type MemoryOptions } from "./estimate_memory.ts";
import type { TrainOptions } from "./options.ts";
import { pairsFor } from "./pairs_for.ts";
import { type Pass, passesOf } from "./passes.ts";
import { requirePairs } from "./require_pairs.ts";
import { seenBy } from "./seen_by.ts";

/** The options of `train` that its memory hangs on. */
export type SizedOptions =
  & Pick<
    TrainOptions,
    "pairs" | "objective" | "batchSize" | "tokenBudget" | "shuffle" | "seed" | "padId"
  >
  & { readonly config: ModelConfig }
  & Pick<MemoryOptions, "lora" | "held">;

/**
 * Estimates the peak memory of `train` from its options, by the largest of its passes through the model.
 *
 * @param options Those of `train` and the model's config.
 * @param engine What computes.
 * @throws {RangeError} If there are no pairs, they are not what the objective asks for, or a target matches no map of the
 * model.
 */
export function estimateTraining(options: SizedOptions, engine: EngineName): MemoryEstimate {
  const { config, objective, lora, held } = options;
  requirePairs(options.pairs, objective);
  const { rows, time, completions } = largestPass(options);
  const tokens = completions.reduce((sum, count) => sum + count, 0);
  const modules = objective.modules.length;
  return estimateMemory(config, {
    ...{ rows, time, tokens, lora, modules, engine },
    ...(held && { held }),
  });
}

/** Of the passes of one epoch the one that a step holds the most for, laid out. */
function largestPass(options: SizedOptions): PairBatch {
  const { config, objective, batchSize = 8, shuffle = false, seed = 0, padId = 0 } = options;
  const pairs = pairsFor(objective, options.pairs, options).map(seenBy(objective));
  const passes = passesOf({ ...options, pairs, padId });
  // Any order tells what an order at random needs.
  const order = shuffle
    ? Array.from(permutation(key(seed), pairs.length), (index) => pairs[index]!)
    : pairs;
  let largest: Pass | undefined;
  let most = -1;
  for (let start = 0; start < order.length; start += batchSize) {
    for (const pass of passes.partsOf(order.slice(start, start + batchSize))) {
      const cost = costOf(pass.pairs, config);
      if (cost > most) [largest, most] = [pass, cost];
    }
  }
  return batchPairs(largest!.pairs, largest!.layout);
}

/** Numbers that a block holds for a pass, about: of each token, and of it beside every other one of its row. */
function costOf(pass: readonly EncodedPair[], { width, inner, heads }: ModelConfig): number {
  const lengths = pass.map(sequenceLength);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  return tokens * (5 * width + inner + heads * Math.max(...lengths));
}
