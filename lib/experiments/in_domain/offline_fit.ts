/** What hindsight would play. */
import type { Adapter, LoraConfig } from "../../adapter/mod.ts";
import { fold, permutation, type PreferenceLoss } from "../../base/mod.ts";
import { preferenceObjective } from "../../losses/mod.ts";
import type { Model } from "../../model/mod.ts";
import { adamw } from "../../optim/mod.ts";
import type { Round } from "./batches.ts";
import { startLearner } from "./learner.ts";
import { streamKey } from "./streams.ts";

/** Passes of an offline fit over the whole stream. */
const EPOCHS = 3;

/** Options for {@linkcode offlineFit}. */
export interface OfflineFitOptions {
  /** Shape of the module. */
  readonly lora: LoraConfig;
  /** What is minimised. */
  readonly loss: PreferenceLoss;
  /** Learning rate. */
  readonly lr: number;
  /** Seed of the module's start and of the order. */
  readonly seed: number;
  /** Id that fills short rows. */
  readonly padId: number;
}

/**
 * An adapter fitted to the whole stream at once, several passes over its rounds in random order: what hindsight would play.
 * Rounds stay whole, as answers that their pairs share are then computed once.
 *
 * @throws {DivergenceError} If a metric is not finite.
 *
 * @example
 * ```ts
 * import { dpo, initModel, key, lossesOf, offlineFit, parseConfig, roundsOf } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const config = parseConfig({ model_type: "gpt2", n_layer: 1, n_embd: 8, n_head: 2, n_positions: 16, vocab_size: 50 });
 * const model = initModel(config, key(0));
 * const pair = { row: 0, prompt: Int32Array.of(1), chosen: Int32Array.of(2), rejected: [Int32Array.of(3)] };
 * const rounds = await roundsOf(model, { seed: 0, rounds: [[pair]], heldOut: [] });
 * const lora = { rank: 2, alpha: 2, targets: ["c_attn"], rankStabilised: false };
 * const loss = dpo({ beta: 0.1 });
 * const fit = await offlineFit(model, rounds, { lora, loss, lr: 0.01, seed: 0, padId: 0 });
 * ok((await lossesOf(model, fit, rounds, loss))[0]! < Math.LN2);
 * ```
 */
export async function offlineFit(
  model: Model,
  rounds: readonly Round[],
  { loss, lr, ...options }: OfflineFitOptions,
): Promise<Adapter> {
  const recipe = {
    objective: preferenceObjective("dpo", loss),
    optimiser: adamw({ rate: lr }),
  };
  const learner = startLearner(recipe, { ...options, model, loss, rounds });
  const orders = streamKey(options.seed, "offline");
  let update = 0;
  try {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      for (const index of permutation(fold(orders, epoch), rounds.length)) {
        await learner.learn(rounds[index]!, ++update);
      }
    }
    return await learner.served();
  } finally {
    learner.dispose();
  }
}
