import { factorwise, weightedSum } from "./factorwise.ts";
import type { CombineMode } from "./mode.ts";

/**
 * LoRAHub's combination ({@link https://arxiv.org/abs/2307.13269 | Huang et al.}, Eq. 1): A = Σ λ_i A_i and
 * B = Σ λ_i B_i, so that ΔW = (Σ λ_i B_i)(Σ λ_i A_i), with cross terms. A module's scale goes to both factors as √s.
 * The rank stays.
 *
 * @example Two equal modules of weight ½ are the module, and weight 2 makes four of it
 * ```ts
 * import { factor } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const module = { A: tf.tensor2d([[1, 2]]), B: tf.tensor2d([[3]]), scale: 1 };
 * const half = { ...module, weight: 0.5 };
 * const { A, B } = await factor().merge([half, half], 0);
 * deepEqual(await tf.matMul(B, A).data(), new Float32Array([3, 6]));
 * const twice = await factor().merge([{ ...module, weight: 2 }], 0);
 * deepEqual(await tf.matMul(twice.B, twice.A).data(), new Float32Array([12, 24]));
 * ```
 */
export function factor(): CombineMode {
  return factorwise("factor", weightedSum, ({ weight, scale }) => {
    const coefficient = weight * Math.sqrt(scale);
    return { A: coefficient, B: coefficient };
  });
}
