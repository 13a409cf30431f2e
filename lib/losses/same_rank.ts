/** Sorting without sorting: what two sorted vectors have side by side. */
import { type Matrix, tf, type Vector, withBackward, withGradient } from "../base/mod.ts";

/**
 * For every entry of `own`, the entry of `others` that has its rank; of ties, the first is the lower one. Gradients flow
 * to `others`.
 *
 * @param own `[n]`
 * @param others `[n]`
 * @returns `[n]`
 */
export function ofSameRank(own: Vector, others: Vector): Vector {
  const partners = partnersOf(own, others);
  return tf.sum(tf.mul(partners, others), 1); // not a matrix product, which may be taken in bfloat16
}

/** 1 where the entry of `others`, the column, has the rank of the one of `own`, the row: `[n, n]`, a constant. */
function partnersOf(own: Vector, others: Vector): Matrix {
  return withGradient([own, others], (own, others) =>
    withBackward(
      tf.cast(tf.equal(tf.expandDims(ranks(own), 1), ranks(others)), "float32"),
      { own, others },
      (_, { own, others }) => [tf.zerosLike(own), tf.zerosLike(others)],
    )) as Matrix;
}

/** How many entries come before each in ascending order, `[n]`. */
function ranks(x: Vector): Vector {
  const column = tf.expandDims(x, 1);
  const places = tf.range(0, x.size);
  const earlier = tf.less(places, tf.expandDims(places, 1));
  const before = tf.logicalOr(
    tf.less(x, column),
    tf.logicalAnd(tf.equal(x, column), earlier),
  );
  return tf.sum(tf.cast(before, "float32"), 1);
}
