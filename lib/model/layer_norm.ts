/** Layer normalisation with one fused gradient. */
import { type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";

/** Normalisation `(x, weight, bias, ε) → y` over the last axis; where a model has no bias, there is no shift. */
export type Norm = (
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  epsilon: number,
) => Tensor;

/**
 * `(x − mean) / √(variance + ε) · weight + bias` over the last axis (Ba et al., 2016).
 *
 * Gradients reach `x` alone: weight and bias belong to the frozen base. Only the normalised input and one number per
 * row are held for the backward pass.
 *
 * @param x Shape `[…, width]`.
 * @param weight Shape `[width]`.
 * @param bias Shape `[width]`, or none.
 */
export function layerNorm(x: Tensor, weight: Tensor, bias?: Tensor, epsilon = 1e-5): Tensor {
  return withGradient([x], (x) => {
    const { unit, scale } = normalise(x, epsilon);
    const value = shifted(tf.mul(unit, weight), bias);
    return withBackward(
      value,
      { unit, scale },
      (dy, { unit, scale }) => normGradient(dy, unit, scale, weight),
    );
  });
}

/** `x` freed of its mean and scaled to variance 1 over the last axis, and the scale, `[…, 1]`. */
export function normalise(x: Tensor, epsilon: number): { unit: Tensor; scale: Tensor } {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon));
  return { unit: tf.mul(centred, scale), scale };
}

/** The gradient with respect to the input of a normalisation. */
export function normGradient(dy: Tensor, unit: Tensor, scale: Tensor, weight: Tensor): Tensor {
  const dUnit = tf.mul(dy, weight);
  const along = tf.mean(tf.mul(dUnit, unit), -1, true);
  const inner = tf.sub(tf.sub(dUnit, tf.mean(dUnit, -1, true)), tf.mul(unit, along));
  return tf.mul(inner, scale);
}

function shifted(x: Tensor, bias: Tensor | undefined): Tensor {
  return bias ? tf.add(x, bias) : x;
}
