/** What is read off rows of scores. */
import { type Tensor, tf } from "../base/mod.ts";

/**
 * log Σ exp(score) of each row.
 *
 * @param scores Shape `[rows, vocab]`.
 * @param law Their softmax: its largest entry is exp(largest score − log Σ), so that no sum has to be taken anew.
 * @returns Shape `[rows, 1]`.
 */
export function logSumOf(scores: Tensor, law: Tensor): Tensor {
  return tf.sub(tf.max(scores, 1, true), tf.log(tf.max(law, 1, true)));
}

/**
 * The entry of each row that `ids` names.
 *
 * @param scores Shape `[rows, vocab]`.
 * @param ids Columns, `[rows]`, int32.
 * @returns Shape `[rows, 1]`.
 */
export function entryOf(scores: Tensor, ids: Tensor): Tensor {
  const [rows, vocab] = scores.shape as [number, number];
  const flat = tf.add(tf.mul(tf.range(0, rows, 1, "int32"), tf.scalar(vocab, "int32")), ids);
  return tf.gather(scores.reshape([rows * vocab]), flat as tf.Tensor1D).expandDims(1);
}
