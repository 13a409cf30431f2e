/** Fixed adapters that played losses are held against: regret needs a best one in hindsight. */
import { type Adapter, loraBank, type LoraConfig, loraScale } from "../../adapter/mod.ts";
import { fold, type PairLogps, permutation, type PreferenceLoss, tf } from "../../base/mod.ts";
import { type ScoredPairs, scorePairs } from "../../evaluate/mod.ts";
import { logps } from "../../logprobs/mod.ts";
import { preferenceObjective } from "../../losses/mod.ts";
import type { Model } from "../../model/mod.ts";
import { adamw } from "../../optim/mod.ts";
import type { Round } from "./batches.ts";
import { startLearner } from "./learner.ts";
import { requireScores } from "./require_scores.ts";
import { streamKey } from "./streams.ts";

/** Passes of an offline fit over the whole stream. */
const EPOCHS = 3;

/**
 * f_t(u) of a fixed adapter on every round, in nats.
 *
 * @returns One number a round.
 * @throws {DivergenceError} If a log-probability is not finite.
 *
 * @example
 * ```ts
 * import { dpo, initModel, key, lossesOf, parseConfig, roundsOf, startingModules } from "@fastslow/fastslow";
 * import { ok } from "node:assert/strict";
 *
 * const config = parseConfig({ model_type: "gpt2", n_layer: 1, n_embd: 8, n_head: 2, n_positions: 16, vocab_size: 50 });
 * const model = initModel(config, key(0));
 * const pair = { row: 0, prompt: Int32Array.of(1), chosen: Int32Array.of(2), rejected: [Int32Array.of(3)] };
 * const rounds = await roundsOf(model, { seed: 0, rounds: [[pair]], heldOut: [] });
 * const lora = { rank: 2, alpha: 2, targets: ["c_attn"], rankStabilised: false };
 * const { policy } = startingModules(model, ["policy"], lora, 0);
 * const [loss] = await lossesOf(model, { config: lora, weights: policy! }, rounds, dpo({ beta: 0.1 }));
 * ok(Math.abs(loss! - Math.LN2) < 1e-6); // it has not moved
 * ```
 */
export async function lossesOf(
  model: Model,
  { weights, config }: Adapter,
  rounds: readonly Round[],
  loss: PreferenceLoss,
): Promise<number[]> {
  const linear = loraBank([weights], loraScale(config));
  const scores = await scorePairs(model, rounds.flatMap(({ pairs }) => pairs), { linear });
  const [chosen, rejected] = [scores.chosen, scores.rejected].map((each) =>
    requireScores("stream's pairs", each)
  ) as [Float64Array, Float64Array];
  let start = 0;
  const means = tf.tidy(() =>
    tf.stack(rounds.map(({ pairs, reference }) => {
      const [from, to] = [start, start += pairs.length];
      const policy = { chosen: chosen.subarray(from, to), rejected: rejected.subarray(from, to) };
      return tf.mean(loss(vectors(policy), vectors(reference)));
    }))
  );
  const losses = Array.from(await means.data()); // [rounds]
  means.dispose();
  return losses;
}

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

function vectors({ chosen, rejected }: ScoredPairs): PairLogps {
  return logps({ chosen: Array.from(chosen), rejected: Array.from(rejected) });
}
