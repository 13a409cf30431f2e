import type { CombineMode } from "./mode.ts";
import { stacked } from "./stacked.ts";

/**
 * The update of {@linkcode delta} in the layout of {@link https://huggingface.co/docs/peft | PEFT}'s `cat`: A carries
 * λ s, B stands as it is. Ranks add up and may differ.
 *
 * @example B is kept, A carries weight and scale
 * ```ts
 * import { cat } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const part = { A: tf.tensor2d([[1, 2]]), B: tf.tensor2d([[3]]), scale: 2, weight: 0.5 };
 * const { A, B } = await cat().merge([part, part], 0);
 * deepEqual(await A.data(), new Float32Array([1, 2, 1, 2]));
 * deepEqual(await B.data(), new Float32Array([3, 3]));
 * ```
 */
export function cat(): CombineMode {
  return {
    name: "cat",
    equalRanks: false,
    merge: (parts) => stacked(parts, ({ weight, scale }) => ({ A: weight * scale, B: 1 })),
  };
}
