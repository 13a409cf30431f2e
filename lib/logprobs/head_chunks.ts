/** The vocabulary in chunks: how it is cut, what each chunk leaves, and what follows for the whole. */
import { type Tensor, tf, type Vector } from "../base/mod.ts";
import { independentParts, recordsSteps } from "../engine/mod.ts";
import { entryOf, logSumOf } from "./scores.ts";

/** Most scores of a chunk of the vocabulary: 2²¹ float32 numbers are 8 MiB, which a processor's cache holds. */
export const CHUNK = 2 ** 21;

/** Some of the head's rows. */
export interface Rows {
  /** The first of them. */
  readonly start: number;
  /** How many they are. */
  readonly count: number;
  /** The rows, `[count, width]`; within the scope that asks. */
  matrix(): tf.Tensor2D;
}

/** As few chunks of equal size as hold at most so many scores each. */
export function chunksOf(tokens: number, head: Tensor, chunk: number): Rows[] {
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
export function inTurn(
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
export interface Seen {
  /** log Σ exp(score), `[tokens, 1]`. */
  readonly logSum: Tensor;
  /** The target's score, or 0 where it is of another chunk, `[tokens, 1]`. */
  readonly target: Tensor;
  /** What was asked for as a mean under the chunk's own softmax, `[tokens, …]`. */
  readonly mean?: Tensor;
}

/** What a mean may be taken of. */
export interface ChunkScores {
  /** The chunk's scores, `[tokens, count]`. */
  readonly scores: tf.Tensor2D;
  /** Their softmax, `[tokens, count]`. */
  readonly law: tf.Tensor2D;
  /** log Σ exp(score), `[tokens, 1]`. */
  readonly logSum: Tensor;
}

/** Looks at one chunk. */
export function seen(
  hidden: Tensor,
  rows: Rows,
  targets: Tensor,
  meanUnder?: (chunk: ChunkScores) => Tensor,
): Seen {
  return tf.tidy(() => {
    const scores = tf.matMul(hidden as tf.Tensor2D, rows.matrix(), false, true) as tf.Tensor2D; // [tokens, count]
    const law = tf.softmax(scores) as tf.Tensor2D;
    const target = scoreOf(scores, targets, rows);
    const logSum = logSumOf(scores, law);
    return { logSum, target, ...(meanUnder && { mean: meanUnder({ scores, law, logSum }) }) };
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

/** What all chunks are together. */
export interface Joined {
  /** The log-probability of the targets, in nats, `[tokens]`. */
  readonly logps: Vector;
  /** The probability of each chunk, `[tokens, 1]`. */
  readonly shares: Tensor[];
  /** log Σ exp(score) over the whole vocabulary, as a large part and the rest of it, `[tokens, 1]` each. */
  readonly logSum: readonly [Tensor, Tensor];
}

/** Puts the chunks together. */
export function joined(chunks: readonly Seen[]): Joined {
  const largest = chunks.map(({ logSum }) => logSum).reduce((a, b) => tf.maximum(a, b));
  const sizes = chunks.map(({ logSum }) => tf.exp(tf.sub(logSum, largest)));
  const total = summed(sizes);
  const rest = tf.log(total);
  const target = summed(chunks.map(({ target }) => target));
  return {
    logps: tf.sub(tf.sub(target, largest), rest).flatten() as Vector,
    shares: sizes.map((size) => tf.div(size, total)),
    logSum: [largest, rest],
  };
}

/** The sum of tensors of one shape. */
export function summed(parts: readonly Tensor[]): Tensor {
  return parts.length === 1 ? parts[0]! : tf.addN([...parts]);
}
