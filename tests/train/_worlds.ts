/** A tiny model and a few pairs to train on. */
import type { EncodedPair } from "../../lib/base/mod.ts";
import { fold, key, uniform } from "../../lib/base/mod.ts";
import { initModel, type Model, parseConfig } from "../../lib/model/mod.ts";

export const CONFIG = parseConfig({
  model_type: "gpt2",
  n_layer: 2,
  n_embd: 16,
  n_head: 2,
  n_positions: 32,
  vocab_size: 40,
});

export const LORA = { rank: 2, alpha: 4, targets: ["c_attn"], rankStabilised: false };

/** A random model, the same every time. */
export function tinyModel(seed = 1): Model {
  return initModel(CONFIG, key(seed));
}

/** Random pairs of different lengths, the same every time. */
export function tinyPairs(count: number): EncodedPair[] {
  const draw = (row: number, stream: number, most: number) => {
    const k = fold(fold(key(7), row), stream);
    const length = 1 + Math.floor(uniform(k, 1)[0]! * most);
    return Int32Array.from(uniform(fold(k, 1), length), (u) => Math.floor(u * CONFIG.vocab));
  };
  return Array.from({ length: count }, (_, row) => ({
    row,
    prompt: draw(row, 0, 8),
    chosen: draw(row, 1, 9),
    rejected: [draw(row, 2, 9)],
  }));
}

/** A line of metrics without what a clock or the process' memory says. */
export function timeless(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { pairs_per_s: _, tokens_per_s: __, peak_rss_mb: ___, ...rest } = row;
  return rest;
}

/** Random pairs with three rejected answers and scores, the same every time. */
export function tinyNegatives(count: number): EncodedPair[] {
  const others = tinyPairs(3 * count);
  return tinyPairs(count).map((pair, row) => ({
    ...pair,
    rejected: [0, 1, 2].map((k) => others[3 * row + k]!.rejected[0]!.map((id) => (id + 1) % 40)),
    scores: { chosen: 4 + row % 2, rejected: [3, 2.5 - row % 3, 0.5] },
  }));
}
