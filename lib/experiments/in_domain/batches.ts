/** A world's rounds as tensors, with the reference's log-probabilities. */
import { type EncodedPair, type Tensors, tf } from "../../base/mod.ts";
import { type ScoredPairs, scorePairs } from "../../evaluate/mod.ts";
import { batchTensors, REFERENCE } from "../../logprobs/mod.ts";
import type { Model } from "../../model/mod.ts";
import { batchPairs } from "../../tokens/mod.ts";
import type { World } from "./types.ts";

/** One round of a stream, ready to be learnt from. */
export interface Round {
  /** Its pairs. */
  readonly pairs: readonly EncodedPair[];
  /** Their log-probabilities under the reference. */
  readonly reference: ScoredPairs;
}

/**
 * The rounds of a world with the reference's log-probabilities, which are the same for every method.
 *
 * @example
 * ```ts
 * import { initModel, key, parseConfig, roundsOf } from "@fastslow/fastslow";
 * import { equal, ok } from "node:assert/strict";
 *
 * const config = parseConfig({ model_type: "gpt2", n_layer: 1, n_embd: 8, n_head: 2, n_positions: 16, vocab_size: 50 });
 * const model = initModel(config, key(0));
 * const pair = { row: 0, prompt: Int32Array.of(1), chosen: Int32Array.of(2), rejected: [Int32Array.of(3)] };
 * const [round] = await roundsOf(model, { seed: 0, rounds: [[pair]], heldOut: [] });
 * equal(round!.pairs[0], pair);
 * ok(round!.reference.chosen[0]! < 0); // in nats
 * ```
 */
export async function roundsOf(model: Model, { rounds }: World): Promise<Round[]> {
  const { chosen, rejected } = await scorePairs(model, rounds.flat());
  let start = 0;
  return rounds.map((pairs) => {
    const [from, to] = [start, start += pairs.length];
    const reference = { chosen: chosen.subarray(from, to), rejected: rejected.subarray(from, to) };
    return { pairs, reference };
  });
}

/** A round as the batch of a training step; the caller owns it. */
export function roundTensors({ pairs, reference }: Round, padId: number): Tensors {
  return {
    ...batchTensors(batchPairs(pairs, { padId, ...LAYOUT })),
    [REFERENCE.chosen]: tf.tensor1d(Float32Array.from(reference.chosen)),
    [REFERENCE.rejected]: tf.tensor1d(Float32Array.from(reference.rejected)),
  };
}

/** Few shapes, so that a run needs few recordings: packed rows would differ in number and length from round to round. */
const LAYOUT = { layout: "apart", bucket: { time: 8, tokens: 256 } } as const;
