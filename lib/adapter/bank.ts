/** Several LoRA modules in one pass through the frozen base. */
import { type Tensor, type Tensors, tf } from "../base/mod.ts";
import { type Linear, plainLinear } from "../model/mod.ts";

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
 * @param scale α/r or α/√r, the same for all; see `loraScale`.
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
export function loraBank(active: readonly (Tensors | null)[], scale: number): Linear {
  const named = active.find((module) => module !== null);
  return (name, x, weight, bias) => {
    const plain = plainLinear(name, x, weight, bias);
    const peer = named?.[`${name}.lora_A`];
    if (!peer) return plain;
    requireBlocks(x.shape[0]!, active.length);
    const [rows, time, width] = x.shape as [number, number, number];
    const blocks = x.reshape([active.length, rows / active.length * time, width]);
    const down = tf.matMul(blocks, stackFactor(active, named, `${name}.lora_A`), false, true);
    const up = tf.matMul(down, stackFactor(active, named, `${name}.lora_B`), false, true);
    return tf.add(plain, tf.mul(up, scale).reshape(plain.shape));
  };
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
