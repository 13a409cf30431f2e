/** Folds a LoRA module into the model that it adapts. */
import { type Tensors, tf } from "../base/mod.ts";
import type { Model } from "../model/mod.ts";
import type { Adapter } from "./adapter.ts";
import { loraScales } from "./config.ts";

/**
 * A copy of the model with `W + s (B A)ᵀ` in place of each adapted map.
 *
 * @returns A model that the caller owns.
 */
export function mergeAdapter(model: Model, { config, weights }: Adapter): Model {
  const scaleOf = loraScales(config);
  const merged: Tensors = {};
  for (const [name, weight] of Object.entries(model.weights)) {
    const map = name.replace(/\.weight$/, "");
    const A = weights[`${map}.lora_A`] as tf.Tensor2D | undefined;
    const B = weights[`${map}.lora_B`] as tf.Tensor2D | undefined;
    merged[name] = tf.tidy(() =>
      A && B && name.endsWith(".weight")
        ? tf.add(weight, tf.mul(tf.matMul(A, B, true, true), scaleOf(map))) // [in, out]
        : weight.clone()
    );
  }
  return { config: model.config, weights: merged };
}
