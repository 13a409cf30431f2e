/** Scaled dot-product attention with one fused gradient. */
import { type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";

/** Added to the scores of positions that must not be seen: their weight underflows to exactly zero. */
const HIDDEN = -1e9;

/**
 * `softmax(q kᵀ / √d + mask) v` (Vaswani et al., 2017).
 *
 * Scores are not held: the backward pass starts from the weights, so one `[rows, heads, time, time]` tensor lives per
 * layer instead of four.
 *
 * @param q Queries, `[rows, heads, time, d]`.
 * @param k Keys, `[rows, heads, past + time, d]`.
 * @param v Values, `[rows, heads, past + time, d]`.
 * @param mask Added to the scores, broadcast to `[rows, heads, time, past + time]`.
 * @returns Shape `[rows, heads, time, d]`.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor): Tensor {
  const scale = 1 / Math.sqrt(q.shape.at(-1)!);
  return withGradient([q, k, v], (q, k, v) => {
    const scores = tf.add(tf.mul(tf.matMul(q, k, false, true), scale), mask);
    const weights = tf.softmax(scores); // [rows, heads, time, past + time]
    return withBackward(tf.matMul(weights, v), { q, k, v, weights }, (dy, { q, k, v, weights }) => {
      const dWeights = tf.mul(tf.matMul(dy, v, false, true), weights);
      const along = tf.sum(dWeights, -1, true);
      const dScores = tf.mul(tf.sub(dWeights, tf.mul(weights, along)), scale);
      return [
        tf.matMul(dScores, k),
        tf.matMul(dScores, q, true, false),
        tf.matMul(weights, dy, true, false),
      ];
    });
  });
}

/** The mask under which position i sees positions 0 … i, `[time, time]`. */
export function causalMask(time: number): Tensor {
  return tf.tidy(() => {
    const place = tf.range(0, time, 1, "int32");
    const later = tf.less(place.expandDims(1), place.expandDims(0));
    return tf.mul(tf.cast(later, "float32"), HIDDEN);
  });
}

/** The mask under which zeros of `visible` cannot be seen, `[rows, 1, 1, time]` from `[rows, time]`. */
export function paddingMask(visible: Tensor): Tensor {
  const [rows, time] = visible.shape as [number, number];
  return tf.tidy(() => tf.mul(tf.sub(1, visible), HIDDEN).reshape([rows, 1, 1, time]));
}
