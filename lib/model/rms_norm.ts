/** Root-mean-square normalisation with one fused gradient. */
import { type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";

/**
 * `x / √(mean x² + ε) · weight` over the last axis (Zhang & Sennrich, 2019).
 *
 * Gradients reach `x` alone: the weight belongs to the frozen base. Only the normalised input and one number per row are
 * held for the backward pass.
 *
 * @param x Shape `[…, width]`.
 * @param weight Shape `[width]`.
 * @param _bias None: the map has no shift.
 */
export function rmsNorm(x: Tensor, weight: Tensor, _bias?: Tensor, epsilon = 1e-6): Tensor {
  return withGradient([x], (x) => {
    const scale = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon));
    const unit = tf.mul(x, scale);
    return withBackward(tf.mul(unit, weight), { unit, scale }, (dy, { unit, scale }) => {
      const dUnit = tf.mul(dy, weight);
      const along = tf.mean(tf.mul(dUnit, unit), -1, true);
      return tf.mul(tf.sub(dUnit, tf.mul(unit, along)), scale);
    });
  });
}
