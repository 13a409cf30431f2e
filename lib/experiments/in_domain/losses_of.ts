/** What a fixed adapter would have paid: regret holds played losses against the best one in hindsight. */
import { type Adapter, loraBank, loraScales } from "../../adapter/mod.ts";
import { type PairLogps, type PreferenceLoss, tf } from "../../base/mod.ts";
import { type ScoredPairs, scorePairs } from "../../evaluate/mod.ts";
import { logps } from "../../logprobs/mod.ts";
import type { Model } from "../../model/mod.ts";
import type { Round } from "./batches.ts";
import { requireScores } from "./require_scores.ts";

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
  const linear = loraBank([weights], loraScales(config));
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

function vectors({ chosen, rejected }: ScoredPairs): PairLogps {
  return logps({ chosen: Array.from(chosen), rejected: Array.from(rejected) });
}
