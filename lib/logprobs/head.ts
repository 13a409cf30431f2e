/** The log-probability of given tokens, without ever holding `[tokens, vocab]` whole. */
import { type Tensor, tf, type Vector, withBackward, withGradient } from "../base/mod.ts";
import { independentParts, recordsSteps } from "../engine/mod.ts";
import { entryOf, logSumOf } from "./scores.ts";

/** Most scores of a chunk of the vocabulary: 2²¹ float32 numbers are 8 MiB, which a processor's cache holds. */
export const CHUNK = 2 ** 21;

/** Options for {@linkcode tokenLogps} and {@linkcode tokenLogpsOnly}. */
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
      (hidden, rows) => seen(hidden, rows, targets, (law) => tf.matMul(law, rows.matrix())),
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

/** Some of the head's rows. */
interface Rows {
  /** The first of them. */
  readonly start: number;
  /** How many they are. */
  readonly count: number;
  /** The rows, `[count, width]`; within the scope that asks. */
  matrix(): tf.Tensor2D;
}

/** As few chunks of equal size as hold at most so many scores each. */
function chunksOf(tokens: number, head: Tensor, chunk: number): Rows[] {
  const [vocab, width] = head.shape as [number, number];
  const size = Math.ceil(vocab / Math.ceil(tokens * vocab / chunk));
  return Array.from({ length: Math.ceil(vocab / size) }, (_, i) => {
    const start = i * size;
    const count = Math.min(size, vocab - start);
    const matrix = () => count === vocab ? head : tf.slice(head, [start, 0], [count, width]);
    return { start, count, matrix: matrix as () => tf.Tensor2D };
  });
}

/**
 * Looks at one chunk after the other. In a graph they would all be begun at once, and all scores held: so each is made to
 * wait for one before it, as many places back as are computed beside each other.
 */
function inTurn(
  hidden: Tensor,
  chunks: readonly Rows[],
  look: (hidden: Tensor, rows: Rows) => Seen,
): Seen[] {
  const done: Seen[] = [];
  for (const rows of chunks) {
    const before = done.at(-independentParts());
    done.push(look(before ? waitingFor(hidden, before.logSum) : hidden, rows));
  }
  return done;
}

/** The same numbers, which are not there before those of `other`, `[tokens, 1]`. */
function waitingFor(hidden: Tensor, other: Tensor): Tensor {
  return recordsSteps() ? tf.add(hidden, tf.mul(other, 0)) : hidden;
}

/** What a chunk of the vocabulary leaves. */
interface Seen {
  /** log Σ exp(score), `[tokens, 1]`. */
  readonly logSum: Tensor;
  /** The target's score, or 0 where it is of another chunk, `[tokens, 1]`. */
  readonly target: Tensor;
  /** What was asked for of the chunk's own softmax, `[tokens, width]`. */
  readonly mean?: Tensor;
}

function seen(
  hidden: Tensor,
  rows: Rows,
  targets: Tensor,
  meanUnder?: (law: tf.Tensor2D) => Tensor,
): Seen {
  return tf.tidy(() => {
    const scores = tf.matMul(hidden as tf.Tensor2D, rows.matrix(), false, true); // [tokens, count]
    const law = tf.softmax(scores) as tf.Tensor2D;
    const target = scoreOf(scores, targets, rows);
    const logSum = logSumOf(scores, law);
    return { logSum, target, ...(meanUnder && { mean: meanUnder(law) }) };
  });
}

/** The score of the target where it is one of these rows, and 0 elsewhere, `[tokens, 1]`. */
function scoreOf(scores: Tensor, targets: Tensor, { start, count }: Rows): Tensor {
  const own = tf.sub(targets, tf.scalar(start, "int32"));
  const within = tf.logicalAnd(
    tf.greaterEqual(own, tf.scalar(0, "int32")),
    tf.less(own, tf.scalar(count, "int32")),
  );
  const safe = tf.mul(own, tf.cast(within, "int32"));
  return tf.mul(entryOf(scores, safe), tf.cast(within, "float32").expandDims(1));
}

/** The log-probability of the targets, and the probability of each chunk, `[tokens, 1]`. */
function joined(chunks: readonly Seen[]): { logps: Vector; shares: Tensor[] } {
  const largest = chunks.map(({ logSum }) => logSum).reduce((a, b) => tf.maximum(a, b));
  const sizes = chunks.map(({ logSum }) => tf.exp(tf.sub(logSum, largest)));
  const total = summed(sizes);
  const target = summed(chunks.map(({ target }) => target));
  return {
    logps: tf.sub(tf.sub(target, largest), tf.log(total)).flatten() as Vector,
    shares: sizes.map((size) => tf.div(size, total)),
  };
}

function summed(parts: readonly Tensor[]): Tensor {
  return parts.length === 1 ? parts[0]! : tf.addN([...parts]);
}
