/** The log-probability of given tokens, without ever holding `[tokens, vocab]` whole. */
import { type Tensor, tf, type Vector, withBackward, withGradient } from "../base/mod.ts";
import { CHUNK, type ChunkScores, chunksOf, inTurn, joined, seen, summed } from "./head_chunks.ts";

/** Options for {@linkcode tokenLogps}, {@linkcode tokenLogpsOnly} and {@linkcode tokenLogpsAndEntropies}. */
export interface TokenLogpsOptions {
  /** Most scores that are computed at once. @default {HEAD_CHUNK} */
  readonly chunk?: number;
}

/**
 * log softmax(hidden · headᵀ) at the target of each row.
 *
 * The vocabulary goes by in chunks, each of which leaves the logarithm of its sum and, for the gradient, its own mean of the
 * head's rows: the whole's are known from theirs. So the head is read once, and the passes over a chunk's scores find them in
 * the cache. With y the target and p = softmax, each row's gradient with respect to its hidden state,
 * `head[y] − Σ p_v head[v]`, `[tokens, width]`, is computed with the value. Where no gradient is asked for, call
 * {@linkcode tokenLogpsOnly}.
 *
 * @param hidden Hidden states, `[tokens, width]`; gradients flow to them, the head is frozen.
 * @param head The head's matrix, `[vocab, width]`.
 * @param targets Token ids, `[tokens]`, int32.
 * @returns Log-probabilities in nats, `[tokens]`.
 */
export function tokenLogps(
  hidden: Tensor,
  head: Tensor,
  targets: Tensor,
  { chunk = CHUNK }: TokenLogpsOptions = {},
): Vector {
  return withGradient([hidden], (hidden) => {
    const chunks = inTurn(
      hidden,
      chunksOf(hidden.shape[0]!, head, chunk),
      (hidden, rows) => seen(hidden, rows, targets, ({ law }) => tf.matMul(law, rows.matrix())),
    );
    const { logps, shares } = joined(chunks);
    const mean = summed(chunks.map(({ mean }, i) => tf.mul(mean!, shares[i]!))); // Σ p_v head[v]
    const slopes = tf.sub(tf.gather(head, targets as Vector), mean); // [tokens, width]
    return withBackward(logps, { slopes }, (dy, { slopes }) => tf.mul(dy.expandDims(1), slopes));
  }) as Vector;
}

/** {@linkcode tokenLogps} without the gradient, at half its cost. */
export function tokenLogpsOnly(
  hidden: Tensor,
  head: Tensor,
  targets: Tensor,
  { chunk = CHUNK }: TokenLogpsOptions = {},
): Vector {
  return tf.tidy(() => {
    const chunks = chunksOf(hidden.shape[0]!, head, chunk);
    return joined(inTurn(hidden, chunks, (hidden, rows) => seen(hidden, rows, targets))).logps;
  });
}

/** What {@linkcode tokenLogpsAndEntropies} gives. */
export interface LogpsAndEntropies {
  /** Log-probabilities of the targets, in nats, `[tokens]`. */
  readonly logps: Vector;
  /** Entropies of the softmax that each target was drawn from, in units of log |V|, `[tokens]`. */
  readonly entropies: Vector;
}

/**
 * {@linkcode tokenLogpsOnly}, and from the same scores the entropy of each softmax, without a gradient.
 *
 * A chunk c of probability w_c, whose own softmax has the entropy H_c, adds w_c (H_c − log w_c): the whole's is the sum, by
 * the chain rule.
 */
export function tokenLogpsAndEntropies(
  hidden: Tensor,
  head: Tensor,
  targets: Tensor,
  { chunk = CHUNK }: TokenLogpsOptions = {},
): LogpsAndEntropies {
  return tf.tidy(() => {
    const chunks = inTurn(
      hidden,
      chunksOf(hidden.shape[0]!, head, chunk),
      (hidden, rows) => seen(hidden, rows, targets, entropyOf),
    );
    const { logps, shares, logSum: [largest, rest] } = joined(chunks);
    const terms = chunks.map(({ mean, logSum }, i) => {
      const logShare = tf.sub(tf.sub(logSum, largest), rest); // finite also where the share is 0
      return tf.mul(shares[i]!, tf.sub(mean!, logShare));
    });
    const entropies = tf.div(summed(terms).flatten(), Math.log(head.shape[0]!)) as Vector;
    return { logps, entropies };
  });
}

/** Σ p (log Σ exp(score) − score) of each row, `[tokens, 1]`. */
function entropyOf({ scores, law, logSum }: ChunkScores): Tensor {
  return tf.sum(tf.mul(law, tf.sub(logSum, scores)), 1, true);
}
