/** Fixed adapters that played losses are held against: regret needs a best one in hindsight. */
import { type Adapter, loraBank, type LoraConfig, loraScale } from "../../adapter/mod.ts";
import { type PairLogps, type PreferenceLoss, tf } from "../../base/mod.ts";
import { type ScoredPairs, scorePairs } from "../../evaluate/mod.ts";
import { logps } from "../../logprobs/mod.ts";
import { preferenceObjective } from "../../losses/mod.ts";
import type { Model } from "../../model/mod.ts";
import { adamw } from "../../optim/mod.ts";
import { train } from "../../train/mod.ts";
import type { Round } from "./batches.ts";

/** Passes of an offline fit over the whole stream. */
const EPOCHS = 3;

/**
 * f_t(u) of a fixed adapter on every round, in nats.
 *
 * @returns One number a round.
 */
export async function lossesOf(
  model: Model,
  { weights, config }: Adapter,
  rounds: readonly Round[],
  loss: PreferenceLoss,
): Promise<number[]> {
  const linear = loraBank([weights], loraScale(config));
  const scores = await scorePairs(model, rounds.flatMap(({ pairs }) => pairs), { linear });
  const losses: number[] = [];
  let start = 0;
  for (const { pairs, reference } of rounds) {
    const [from, to] = [start, start += pairs.length];
    const policy = vectors({
      chosen: scores.chosen.subarray(from, to),
      rejected: scores.rejected.subarray(from, to),
    });
    const base = vectors(reference);
    const mean = tf.tidy(() => tf.mean(loss(policy, base)));
    losses.push((await mean.data())[0]!);
    tf.dispose([mean, ...Object.values(policy), ...Object.values(base)]);
  }
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

/** An adapter fitted to the whole stream at once, several passes in random order: what hindsight would play. */
export async function offlineFit(
  model: Model,
  rounds: readonly Round[],
  { lora, loss, lr, seed, padId }: OfflineFitOptions,
): Promise<Adapter> {
  const pairs = rounds.flatMap(({ pairs }) => pairs);
  const { adapters } = await train({
    model,
    pairs,
    lora,
    seed,
    padId,
    objective: preferenceObjective("dpo", loss),
    optimiser: adamw({ rate: lr }),
    batchSize: rounds[0]!.pairs.length,
    steps: EPOCHS * rounds.length,
    shuffle: true,
  });
  return adapters.policy!;
}

function vectors({ chosen, rejected }: ScoredPairs): PairLogps {
  return logps({ chosen: Array.from(chosen), rejected: Array.from(rejected) });
}
