/** Modules that the tests of this room share. */
import { type Adapter, type LoraConfig, loraScales } from "../../lib/adapter/mod.ts";
import { key, type Matrix, tf } from "../../lib/base/mod.ts";
import {
  cat,
  type CombineMode,
  dareLinear,
  dareTies,
  delta,
  factor,
  linear,
  magnitudePrune,
  type Part,
  svd,
  ties,
} from "../../lib/combine/mod.ts";
import { parseConfig } from "../../lib/model/mod.ts";
import { movedAdapter, SMALL } from "../adapter/_adapters.ts";
import { engine, take } from "../_support.ts";

void engine;

/** The base of the modules. */
export const BASE = parseConfig({
  model_type: "gpt2",
  n_layer: 1,
  n_embd: 6,
  n_head: 2,
  n_inner: 5,
  n_positions: 8,
  vocab_size: 11,
});

/** A module with a B that is not zero; seeds far apart give factors that share nothing. */
export function moduleOf(seed: number, change: Partial<LoraConfig> = {}): Adapter {
  return movedAdapter(BASE, { ...SMALL, targets: ["c_attn", "c_proj"], ...change }, 100 * seed);
}

/** ΔW of every map, one after the other, in float32. */
export async function updateOf({ config, weights }: Adapter): Promise<number[]> {
  const maps = Object.keys(weights).filter((name) => name.endsWith("lora_A"));
  const scaleOf = loraScales(config);
  const updates = maps.map(async (name) => {
    const scale = scaleOf(name.replace(/\.lora_A$/, ""));
    const A = weights[name] as Matrix;
    const B = weights[name.replace(/A$/, "B")] as Matrix;
    return [...await take(tf.tidy(() => tf.mul(tf.matMul(B, A), scale)))];
  });
  return (await Promise.all(updates)).flat();
}

/** Σ λ_i x_i. */
export function weighted(lists: readonly (readonly number[])[], weights: readonly number[]) {
  return lists[0]!.map((_, at) => lists.reduce((sum, list, i) => sum + weights[i]! * list[at]!, 0));
}

/** A module of one map as a mode sees it. */
export function part(A: number[][], B: number[][], { weight = 1, scale = 1 } = {}): Part {
  return { A: tf.tensor2d(A), B: tf.tensor2d(B), weight, scale };
}

/** Factors of one map, combined. */
export async function factorsOf(mode: CombineMode, parts: readonly Part[], map = 0) {
  const { A, B } = await mode.merge(parts, map);
  return { A: [...await take(A)], B: [...await take(B)] };
}

/** Every mode, set so that a single module is not changed by it. */
export const FAITHFUL: Readonly<Record<string, CombineMode>> = {
  delta: delta(),
  cat: cat(),
  svd: svd({ rank: 4 }),
  factor: factor(),
  linear: linear(),
  ties: ties({ density: 1 }),
  dare_linear: dareLinear({ density: 1, key: key(0) }),
  dare_ties: dareTies({ density: 1, key: key(0) }),
  magnitude_prune: magnitudePrune({ density: 1 }),
};

/** Every mode, set so that it drops numbers where it can. */
export const SPARSE: Readonly<Record<string, CombineMode>> = {
  ...FAITHFUL,
  svd: svd(),
  ties: ties({ density: 0.6 }),
  dare_linear: dareLinear({ density: 0.6, key: key(0), shared: true }),
  dare_ties: dareTies({ density: 0.6, key: key(0), shared: true }),
  magnitude_prune: magnitudePrune({ density: 0.6 }),
};
