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
