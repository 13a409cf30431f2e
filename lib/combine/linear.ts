import { factorwise, weightedSum } from "./factorwise.ts";
import type { CombineMode } from "./mode.ts";

/**
 * {@link https://huggingface.co/docs/peft | PEFT}'s `linear`: A = Σ ±√|λ_i s_i| A_i and B = Σ √|λ_i s_i| B_i, the sign of
 * λ on A alone. Exact for one module; several have cross terms. The rank stays.
 *
 * PEFT (0.21) keeps `use_rslora` of the first adapter for the whole, with α = r, so that what it combines of rsLoRA
 * adapters acts √r times as strongly as it should. Here every scale is in the factors, and the result is never rsLoRA.
 *
 * @example One module is multiplied by its weight
 * ```ts
 * import { linear } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const part = { A: tf.tensor2d([[1, 2]]), B: tf.tensor2d([[3]]), scale: 2, weight: -2 };
 * const { A, B } = await linear().merge([part], 0);
 * deepEqual(await tf.matMul(B, A).data(), new Float32Array([-12, -24]));
 * ```
 */
export function linear(): CombineMode {
  return factorwise("linear", weightedSum);
}
