import { type Tensor, tf, type Vector } from "../base/mod.ts";

/**
 * Joins vectors of the answers of several batches: the first answers of all pairs, then the second ones, and so on, as a
 * batch of all of them would have them.
 *
 * @param parts Of each batch, `[answers × its pairs]`.
 * @param pairs Pairs of each batch.
 * @returns `[answers × pairs]`, which the caller owns.
 */
export function joinAnswers(parts: readonly Tensor[], pairs: readonly number[]): Vector {
  if (parts[0]!.size === pairs[0]) return tf.concat([...parts]) as Vector;
  return tf.tidy(() =>
    tf.concat(parts.map((part, i) => part.reshape([-1, pairs[i]!])), 1).flatten() as Vector
  );
}
