/** Several LoRA modules in one pass through the frozen base. */
import { type Tensor, type Tensors, tf, withBackward, withGradient } from "../base/mod.ts";
import { affine, type Linear, plainLinear, timesTransposed } from "../model/mod.ts";
import type { LoraScale } from "./config.ts";

/**
 * The affine maps of a model under a bank of LoRA modules, `x W + b + s (x Aᵀ) Bᵀ`.
 *
 * Rows belong to modules: the rows of a batch fall into `active.length` equal blocks, and block i runs under
 * `active[i]`. A block under `null` runs under the base alone, which is the reference. The base product is computed
 * once for all; the modules' small products run as one batched product each.
 *
 * Which modules are *active* is said here; which are *trained* is said where gradients are taken: with respect to the
 * tensors that are named there, and to no others.
 *
 * @param active Factors of each block's module, or `null` for the base.
 * @param scale α/r or α/√r of each map, the same for all modules; see `loraScales`.
 * @returns A hook for `forward`.
 * @throws {RangeError} From the hook, if rows do not divide into the blocks.
 *
 * @example A fresh module changes nothing
 * ```ts
 * import { loraBank } from "@fastslow/fastslow";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const fresh = { "map.lora_A": tf.ones([1, 2]), "map.lora_B": tf.zeros([3, 1]) };
 * const linear = loraBank([null, fresh], 2);
 * const y = linear("map", tf.ones([2, 1, 2]), tf.ones([2, 3]), tf.zeros([3]));
 * deepEqual(await y.data(), new Float32Array([2, 2, 2, 2, 2, 2]));
 * ```
 */
export function loraBank(active: readonly (Tensors | null)[], scale: LoraScale): Linear {
  const scaleOf = typeof scale === "number" ? () => scale : scale;
  return (name, x, weight, bias) => {
    const named = active.find((module) => module?.[`${name}.lora_A`]);
    if (!named) return plainLinear(name, x, weight, bias);
    requireBlocks(x.shape[0]!, active.length);
    const A = stackFactor(active, named, `${name}.lora_A`); // [blocks, rank, in]
    const B = stackFactor(active, named, `${name}.lora_B`); // [blocks, out, rank]
    return adapted(x, A, B, { weight, bias, scale: scaleOf(name) });
  };
}

/** The frozen map that a module is added to. */
interface Frozen {
  readonly weight: Tensor;
  readonly bias: Tensor | undefined;
  readonly scale: number;
}

/**
 * x W + b + s (x Aᵀ) Bᵀ as one function: of its intermediate tensors only x Aᵀ, `[blocks, rows × time, rank]`, is held for
 * the backward pass. The small factor B is scaled, not the product.
 */
function adapted(x: Tensor, A: Tensor, B: Tensor, { weight, bias, scale }: Frozen): Tensor {
  return withGradient([x, A, B], (x, A, B) => {
    const down = tf.matMul(inBlocks(x, A), A, false, true); // [blocks, rows × time, rank]
    const up = tf.matMul(down, tf.mul(B, scale), false, true);
    const plain = affine(x, weight, bias);
    const value = tf.add(plain, up.reshape(plain.shape));
    return withBackward(value, { x, A, B, down }, (dy, { x, A, B, down }) => {
      const dUp = inBlocks(dy, A);
      const dDown = tf.matMul(dUp, tf.mul(B, scale)); // [blocks, rows × time, rank]
      const through = tf.matMul(dDown, A).reshape(x.shape);
      return [
        tf.add(timesTransposed(dy, weight), through),
        tf.matMul(dDown, inBlocks(x, A), true, false),
        tf.mul(tf.matMul(dUp, down, true, false), scale),
      ];
    });
  });
}

/** Rows by the module that they belong to, `[blocks, rows / blocks × time, width]`. */
function inBlocks(x: Tensor, factors: Tensor): Tensor {
  const [rows, time, width] = x.shape as [number, number, number];
  const blocks = factors.shape[0]!;
  return x.reshape([blocks, rows / blocks * time, width]);
}

/** One factor of every block, `[blocks, …]`; the base's is zero. */
function stackFactor(
  active: readonly (Tensors | null)[],
  like: Tensors,
  name: string,
): Tensor {
  return tf.stack(active.map((module) => {
    if (module === null) return tf.zerosLike(like[name]!);
    const factor = module[name];
    if (!factor) {
      throw new RangeError(`Cannot run the modules together as one of them lacks "${name}"`);
    }
    return factor;
  }));
}

function requireBlocks(rows: number, blocks: number) {
  if (rows % blocks === 0) return;
  throw new RangeError(
    `Cannot share ${rows} rows among ${blocks} modules: they must divide evenly`,
  );
}
