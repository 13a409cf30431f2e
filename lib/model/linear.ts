/** The affine maps of a transformer, as a hook: this is how adapters enter without the model knowing them. */
import { type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";

/**
 * An affine map `x W + b`.
 *
 * @param name Path of the map in the parameter tree, such as `h.0.attn.c_attn`.
 * @param x Shape `[rows, time, in]`.
 * @param weight Shape `[in, out]`.
 * @param bias Shape `[out]`, or none.
 * @returns Shape `[rows, time, out]`.
 */
export type Linear = (name: string, x: Tensor, weight: Tensor, bias?: Tensor) => Tensor;

/** The map itself, without any adapter; the map is frozen, so that nothing is held for the backward pass. */
export function plainLinear(_name: string, x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  return withGradient([x], (x) =>
    withBackward(
      affine(x, weight, bias),
      {},
      (dy) => timesTransposed(dy, weight),
    ));
}

/**
 * x W + b, without a gradient of its own.
 *
 * @param x Shape `[rows, time, in]`.
 * @returns Shape `[rows, time, out]`.
 */
export function affine(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  const [rows, time, width] = x.shape as [number, number, number];
  const flat = tf.matMul(x.reshape([rows * time, width]), weight as tf.Tensor2D);
  return (bias ? tf.add(flat, bias) : flat).reshape([rows, time, weight.shape[1]!]);
}

/**
 * dy Wᵀ: the gradient of {@linkcode affine} with respect to x.
 *
 * @param dy Shape `[rows, time, out]`.
 * @returns Shape `[rows, time, in]`.
 */
export function timesTransposed(dy: Tensor, weight: Tensor): Tensor {
  const [rows, time, width] = dy.shape as [number, number, number];
  const flat = tf.matMul(
    dy.reshape([rows * time, width]) as tf.Tensor2D,
    weight as tf.Tensor2D,
    false,
    true,
  );
  return flat.reshape([rows, time, weight.shape[0]!]);
}
