/** Selection of tokens and sums over rows, with gradients that every engine can compute. */
import { type Tensor, tf, type Vector, withBackward, withGradient } from "../base/mod.ts";

/**
 * The rows of `x` at `places`.
 *
 * The gradient scatters; TensorFlow.js' own asks for a kernel that the WebAssembly engine lacks.
 *
 * @param x Shape `[count, width]`.
 * @param places Row numbers, `[tokens]`, int32; the gradients of equal ones add up.
 * @returns Shape `[tokens, width]`.
 */
export function selectRows(x: Tensor, places: Tensor): Tensor {
  const shape = x.shape as [number, number];
  return withGradient([x], (x) =>
    withBackward(
      tf.gather(x, places as Vector),
      { places },
      (dy, { places }) => tf.scatterND(places.expandDims(1), dy, shape),
    ));
}

/**
 * Sums tokens into the rows that own them.
 *
 * @param values Shape `[tokens]`.
 * @param owners Row of each token, `[tokens]`, int32.
 * @returns Shape `[rows]`; a row that owns no token has 0.
 */
export function sumByRow(values: Tensor, owners: Tensor, rows: number): Vector {
  return withGradient([values], (values) =>
    withBackward(
      tf.scatterND(owners.expandDims(1), values, [rows]),
      { owners },
      (dy, { owners }) => tf.gather(dy, owners as Vector),
    )) as Vector;
}
