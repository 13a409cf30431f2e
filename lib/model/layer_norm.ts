/** Layer normalisation with one fused gradient. */
import { type Tensor, tf } from "../base/tensor.ts";

/**
 * `(x − mean) / √(variance + ε) · weight + bias` over the last axis (Ba et al., 2016).
 *
 * Gradients reach `x` alone: weight and bias belong to the frozen base. Only the normalised input and one number per
 * row are held for the backward pass.
 *
 * @param x Shape `[…, width]`.
 * @param weight Shape `[width]`.
 * @param bias Shape `[width]`.
 */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  const normalise = tf.customGrad((input, save) => {
    const x = input as Tensor;
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon)); // [rows, time, 1]
    const unit = tf.mul(centred, scale);
    (save as tf.GradSaverFunc)([unit, scale]);
    return {
      value: tf.add(tf.mul(unit, weight), bias),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [unit, scale] = saved as [Tensor, Tensor];
        const dUnit = tf.mul(dy, weight);
        const along = tf.mean(tf.mul(dUnit, unit), -1, true);
        const inner = tf.sub(tf.sub(dUnit, tf.mean(dUnit, -1, true)), tf.mul(unit, along));
        return tf.mul(inner, scale);
      },
    };
  });
  return normalise(x);
}
