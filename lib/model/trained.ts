/** The parts of a transformer with gradients to their own parameters, for training a whole model. */
import { type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";
import { normalise, normGradient } from "./layer_norm.ts";
import { affine, timesTransposed } from "./linear.ts";

/** What stands in for the frozen parts of {@linkcode forward} when every parameter of a GPT-2 is trained. */
export const TRAINED = {
  linear: trainedLinear,
  norm: trainedNorm,
  lookup: trainedLookup,
} as const;

/**
 * x W + b, with gradients to x, W and b.
 *
 * @param x Shape `[rows, time, in]`.
 * @param weight Shape `[in, out]`.
 * @param bias Shape `[out]`.
 * @returns Shape `[rows, time, out]`.
 */
export function trainedLinear(_name: string, x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  return withGradient(
    [x, weight, bias!],
    (x, weight, bias) =>
      withBackward(affine(x, weight, bias), { x, weight }, (dy, { x, weight }) => [
        timesTransposed(dy, weight),
        tf.matMul(asMatrix(x), asMatrix(dy), true, false),
        tf.sum(asMatrix(dy), 0),
      ]),
  );
}

/**
 * Layer normalisation over the last axis, with gradients to x, weight and bias.
 *
 * @param x Shape `[…, width]`.
 * @param weight Shape `[width]`.
 * @param bias Shape `[width]`.
 */
export function trainedNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  epsilon: number,
): Tensor {
  return withGradient([x, weight, bias!], (x, weight, bias) => {
    const { unit, scale } = normalise(x, epsilon);
    const value = tf.add(tf.mul(unit, weight), bias);
    return withBackward(value, { unit, scale, weight }, (dy, { unit, scale, weight }) => [
      normGradient(dy, unit, scale, weight),
      tf.sum(asMatrix(tf.mul(dy, unit)), 0),
      tf.sum(asMatrix(dy), 0),
    ]);
  });
}

/**
 * Rows of a table by their number, with a gradient to the table.
 *
 * @param table Shape `[count, width]`.
 * @param ids Shape `[rows, time]`, int32.
 * @returns Shape `[rows, time, width]`.
 */
export function trainedLookup(table: Tensor, ids: Tensor): Tensor {
  return withGradient([table], (table) =>
    withBackward(
      tf.gather(table, ids as tf.Tensor2D),
      { ids },
      // Ids repeat: their rows add up.
      (dy, { ids }) =>
        tf.scatterND(ids.reshape([-1, 1]), asMatrix(dy), table.shape as [number, number]),
    ));
}

/** Everything but the last axis as one. */
function asMatrix(x: Tensor): tf.Tensor2D {
  return x.reshape([-1, x.shape.at(-1)!]);
}
