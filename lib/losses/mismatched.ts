/** Answers of other pairs, which no loss may take for rejected ones of a pair's own. */
import { type PairFacts, type PairLogps, tf, type Vector } from "../base/mod.ts";

/**
 * Sets apart the last rejected answers, each another pair's, `[pairs]`.
 *
 * @throws {RangeError} If a pair has no rejected answer of its own beside it.
 */
export function apart(logps: PairLogps): PairLogps {
  const pairs = logps.chosen.size;
  const own = logps.rejected.size - pairs;
  if (own < pairs) {
    throw new RangeError(
      `Cannot compute the loss as each pair must carry another pair's answer after its own rejected ones: current values are ${pairs} pairs and ${logps.rejected.size} answers; see withMismatched`,
    );
  }
  const first = (x: Vector) => tf.slice(x, [0], [own]) as Vector;
  const { rejectedEntropies } = logps;
  return {
    ...logps,
    rejected: first(logps.rejected),
    rejectedLengths: first(logps.rejectedLengths),
    ...(rejectedEntropies && { rejectedEntropies: first(rejectedEntropies) }),
    mismatched: tf.slice(logps.rejected, [own], [pairs]) as Vector,
  };
}

/** Undoes {@linkcode apart}, but for the lengths and entropies of what was set apart, which nobody asks for. */
export function rejoined(logps: PairLogps): PairLogps {
  const { rejected, rejectedLengths, rejectedEntropies, mismatched } = logps;
  if (!mismatched) return logps;
  const padded = (x: Vector) => tf.concat([x, tf.onesLike(mismatched)]);
  return {
    ...logps,
    rejected: tf.concat([rejected, mismatched]),
    rejectedLengths: padded(rejectedLengths),
    ...(rejectedEntropies && { rejectedEntropies: padded(rejectedEntropies) }),
  };
}

/** The scores of a pair's own answers. */
export function factsApart({ scores, ...facts }: PairFacts, pairs: number): PairFacts {
  if (!scores) return facts;
  const rejected = tf.slice(scores.rejected, [0], [scores.rejected.size - pairs]) as Vector;
  return { ...facts, scores: { ...scores, rejected } };
}
