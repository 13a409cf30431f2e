/** The affine maps of a transformer, as a hook: this is how adapters enter without the model knowing them. */
import { type Tensor, tf } from "../base/tensor.ts";

/**
 * An affine map `x W + b`.
 *
 * @param name Path of the map in the parameter tree, such as `h.0.attn.c_attn`.
 * @param x Shape `[rows, time, in]`.
 * @param weight Shape `[in, out]`.
 * @param bias Shape `[out]`.
 * @returns Shape `[rows, time, out]`.
 */
export type Linear = (name: string, x: Tensor, weight: Tensor, bias: Tensor) => Tensor;

/** The map itself, without any adapter. */
export const plainLinear: Linear = (_name, x, weight, bias) => {
  const [rows, time, width] = x.shape as [number, number, number];
  const flat = tf.matMul(x.reshape([rows * time, width]), weight as tf.Tensor2D);
  return tf.add(flat, bias).reshape([rows, time, weight.shape[1]!]);
};
