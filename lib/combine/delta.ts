import type { CombineMode } from "./mode.ts";
import { stacked } from "./stacked.ts";

/**
 * The exact linear combination of the modules' updates, ΔW = Σ λ_i s_i B_i A_i: COFS-DPO's combination of fast modules
 * ({@link https://arxiv.org/abs/2406.05534 | Qi et al.}) taken on what the modules do, and task arithmetic
 * ({@link https://arxiv.org/abs/2212.04089 | Ilharco et al.}), whose task vectors are these ΔW. Ranks add up and may
 * differ; √|λ s| goes to both factors.
 *
 * @example The weights multiply what the modules do
 * ```ts
 * import { delta } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const first = { A: tf.tensor2d([[1, 2]]), B: tf.tensor2d([[3]]), scale: 1, weight: 4 };
 * const second = { A: tf.tensor2d([[1, 1]]), B: tf.tensor2d([[2]]), scale: 2, weight: -2 };
 * const { A, B } = await delta().merge([first, second], 0);
 * deepEqual(A.shape, [2, 2]);
 * deepEqual(await tf.round(tf.matMul(B, A)).data(), new Float32Array([12 - 8, 24 - 8]));
 * ```
 */
export function delta(): CombineMode {
  return { name: "delta", equalRanks: false, merge: (parts) => stacked(parts) };
}
