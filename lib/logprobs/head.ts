/** The log-probability of given tokens, without ever holding `[tokens, vocab]` whole. */
import { type Tensor, tf, type Vector, withBackward, withGradient } from "../base/mod.ts";

/** Most scores that are held at once: 2²⁴ float32 numbers are 64 MiB. A chunk reads the whole head, so that few are fast. */
export const CHUNK = 2 ** 24;

/**
 * log softmax(hidden · headᵀ) at the target of each row.
 *
 * Rows go through the vocabulary in chunks. With y the target and p = softmax, each row's gradient with respect to its
 * hidden state, `head[y] − Σ p_v head[v]`, is known as soon as its scores are: it is computed with the value, `[tokens, width]`,
 * and the scores are gone before the next chunk. Where no gradient is asked for, call {@linkcode tokenLogpsOnly}.
 *
 * @param hidden Hidden states, `[tokens, width]`; gradients flow to them, the head is frozen.
 * @param head The head's matrix, `[vocab, width]`.
 * @param targets Token ids, `[tokens]`, int32.
 * @returns Log-probabilities in nats, `[tokens]`.
 */
export function tokenLogps(hidden: Tensor, head: Tensor, targets: Tensor): Vector {
  return withGradient([hidden], (hidden) => {
    const parts = inChunks(hidden, head, targets, (scores, ids) => {
      const { logps, weights, total } = weigh(scores, ids);
      const mean = tf.div(tf.matMul(weights, head as tf.Tensor2D), total); // Σ p_v head[v]
      return { logps, slope: tf.sub(tf.gather(head, ids), mean) };
    });
    const slopes = tf.concat(parts.map(({ slope }) => slope)); // [tokens, width]
    const value = tf.concat(parts.map(({ logps }) => logps));
    return withBackward(value, { slopes }, (dy, { slopes }) => tf.mul(dy.expandDims(1), slopes));
  }) as Vector;
}

/** {@linkcode tokenLogps} without the gradient, at half its cost. */
export function tokenLogpsOnly(hidden: Tensor, head: Tensor, targets: Tensor): Vector {
  return tf.tidy(() => {
    const parts = inChunks(
      hidden,
      head,
      targets,
      (scores, ids) => ({ logps: weigh(scores, ids).logps }),
    );
    return tf.concat(parts.map(({ logps }) => logps)) as Vector;
  });
}

/** Applies `fn` to the scores of as many rows at once as fit a chunk; only what it returns survives. */
function inChunks<T extends Record<string, Tensor>>(
  hidden: Tensor,
  head: Tensor,
  targets: Tensor,
  fn: (scores: Tensor, ids: Tensor) => T,
): T[] {
  const [tokens, width] = hidden.shape as [number, number];
  const size = Math.max(1, Math.floor(CHUNK / head.shape[0]!));
  const parts: T[] = [];
  for (let start = 0; start < tokens; start += size) {
    const count = Math.min(size, tokens - start);
    parts.push(tf.tidy(() => {
      const rows = tf.slice(hidden, [start, 0], [count, width]) as tf.Tensor2D;
      const scores = tf.matMul(rows, head as tf.Tensor2D, false, true); // [count, vocab]
      return fn(scores, tf.slice(targets, [start], [count]));
    }));
  }
  return parts;
}

/** What {@linkcode weigh} gives. */
export interface Weighed {
  /** log softmax at each row's target, `[rows]`. */
  readonly logps: Vector;
  /** exp(score − the row's largest score), `[rows, vocab]`. */
  readonly weights: tf.Tensor2D;
  /** Sum of the row's weights, `[rows, 1]`: the softmax is weights over total. */
  readonly total: tf.Tensor2D;
}

/**
 * The softmax of each row before it is divided by its sum, and its logarithm at the row's target. To divide what it is
 * multiplied with later costs a pass less over `[rows, vocab]`.
 *
 * @param scores Shape `[rows, vocab]`.
 * @param ids Targets, `[rows]`, int32.
 */
export function weigh(scores: Tensor, ids: Tensor): Weighed {
  const largest = tf.max(scores, 1, true);
  const weights = tf.exp(tf.sub(scores, largest)) as tf.Tensor2D;
  const total = tf.sum(weights, 1, true) as tf.Tensor2D;
  const lead = tf.sub(at(scores, ids), largest.flatten());
  return { logps: tf.sub(lead, tf.log(total.flatten())), weights, total };
}

/** The entry of each row that `ids` names, `[count]`. */
function at(scores: Tensor, ids: Tensor): Tensor {
  const [count, vocab] = scores.shape as [number, number];
  const flat = tf.add(tf.mul(tf.range(0, count, 1, "int32"), tf.scalar(vocab, "int32")), ids);
  return tf.gather(scores.reshape([count * vocab]), flat as tf.Tensor1D);
}
