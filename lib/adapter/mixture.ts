/** A weighted sum of LoRA modules whose weights are tensors, so that they can be trained. */
import { type Tensor, type Tensors, tf, withBackward, withGradient } from "../base/mod.ts";
import { affine, type Linear, plainLinear, timesTransposed } from "../model/mod.ts";
import type { Adapter } from "./adapter.ts";
import { loraScales } from "./config.ts";

/**
 * The affine maps of a model under Σ λ_i ΔW_i: `x W + b + Σ λ_i s_i (x A_iᵀ) B_iᵀ`. Ranks may differ.
 *
 * Gradients flow to the weights and to `x`; the modules are frozen.
 *
 * @param adapters The modules.
 * @param weights λ, `[modules]`.
 * @returns A hook for `forward`.
 *
 * @example Weights one and zero give the first module alone
 * ```ts
 * import { type Adapter, loraMixture } from "@fastslow/fastslow/adapter";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const config = { rank: 1, alpha: 1, targets: ["map"], rankStabilised: false };
 * const module = (a: number): Adapter => ({
 *   config,
 *   weights: { "map.lora_A": tf.fill([1, 2], a), "map.lora_B": tf.ones([2, 1]) },
 * });
 * const linear = loraMixture([module(3), module(5)], tf.tensor1d([1, 0]));
 * const y = linear("map", tf.ones([1, 1, 2]), tf.zeros([2, 2]), tf.zeros([2]));
 * deepEqual(await y.data(), new Float32Array([6, 6]));
 * ```
 */
export function loraMixture(adapters: readonly Adapter[], weights: Tensor): Linear {
  const scales = adapters.map(({ config }) => loraScales(config));
  return (name, x, weight, bias) => {
    const own = adapters.flatMap(({ weights }, i) => factorsOf(weights, name, i));
    if (own.length === 0) return plainLinear(name, x, weight, bias);
    const scaled = tf.mul(weights, tf.tensor1d(scales.map((scaleOf) => scaleOf(name))));
    const stacked = {
      A: tf.concat(own.map(({ A }) => A)), // [ranks, in]
      B: tf.concat(own.map(({ B }) => B), 1), // [out, ranks]
    };
    return mixed(x, perRank(scaled, own), { ...stacked, weight, bias });
  };
}

/** The factors that a module has for a map, if any. */
function factorsOf(weights: Tensors, name: string, module: number) {
  const [A, B] = [weights[`${name}.lora_A`], weights[`${name}.lora_B`]];
  return A && B ? [{ A: A as tf.Tensor2D, B: B as tf.Tensor2D, module }] : [];
}

/** The weight of each rank's module, `[ranks]`. */
function perRank(
  scaled: Tensor,
  own: readonly { readonly A: Tensor; readonly module: number }[],
): Tensor {
  const modules = scaled.shape[0]!;
  const owners = own.flatMap(({ A, module }) => Array.from({ length: A.shape[0]! }, () => module));
  const table = owners.map((owner) =>
    Array.from({ length: modules }, (_, i) => Number(i === owner))
  );
  return tf.matMul(tf.tensor2d(table), scaled.reshape([modules, 1]) as tf.Tensor2D).flatten();
}

/** What a mixture leaves as it is. */
interface Frozen {
  readonly A: Tensor;
  readonly B: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
}

/** x W + b + ((x Aᵀ) ⊙ v) Bᵀ with gradients to x and v. */
function mixed(x: Tensor, v: Tensor, { A, B, weight, bias }: Frozen): Tensor {
  return withGradient([x, v], (x, v) => {
    const down = tf.matMul(flat(x), A as tf.Tensor2D, false, true); // [rows × time, ranks]
    const plain = affine(x, weight, bias);
    const up = tf.matMul(tf.mul(down, v) as tf.Tensor2D, B as tf.Tensor2D, false, true);
    const value = tf.add(plain, up.reshape(plain.shape));
    return withBackward(value, { down, v, A, B }, (dy, { down, v, A, B }) => {
      const dUp = tf.matMul(flat(dy), B as tf.Tensor2D); // [rows × time, ranks]
      const through = tf.matMul(tf.mul(dUp, v) as tf.Tensor2D, A as tf.Tensor2D).reshape(x.shape);
      return [
        tf.add(timesTransposed(dy, weight), through),
        tf.sum(tf.mul(dUp, down), 0),
      ];
    });
  });
}

function flat(x: Tensor): tf.Tensor2D {
  return x.reshape([-1, x.shape.at(-1)!]) as tf.Tensor2D;
}
