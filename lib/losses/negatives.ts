/** Several rejected answers a pair: the one place where a pairwise loss learns of them. */
import { type PairFacts, type PairLogps, tf, type Vector } from "../base/mod.ts";

/**
 * How many rejected answers K each pair has.
 *
 * @throws {RangeError} If they are not a whole number a pair, at least one.
 */
export function negativesOf({ chosen, rejected }: PairLogps): number {
  const negatives = rejected.size / chosen.size;
  if (Number.isInteger(negatives) && negatives >= 1) return negatives;
  throw new RangeError(
    `Cannot compute the loss as every pair must have as many rejected answers, at least one: current values are ${chosen.size} pairs and ${rejected.size} rejected answers`,
  );
}

/** A vector of the chosen answers, `[pairs]`, once beside each of the K rejected ones, `[K × pairs]`. */
export function besideEach(chosen: Vector, negatives: number): Vector {
  return negatives === 1 ? chosen : tf.tile(chosen, [negatives]);
}

/** Mean over a pair's K rejected answers: `[K × pairs]` → `[pairs]`. */
export function overNegatives(rejected: Vector, pairs: number): Vector {
  if (rejected.size === pairs) return rejected;
  return tf.mean(byNegative(rejected, pairs), 0);
}

/** `[K × pairs]` → `[K, pairs]`. */
export function byNegative(rejected: Vector, pairs: number): tf.Tensor2D {
  return tf.reshape(rejected, [rejected.size / pairs, pairs]);
}

/** Every chosen answer with each of its K rejected ones as a pair of its own, `[K × pairs]`. */
export function asPairs(logps: PairLogps, negatives: number): PairLogps {
  if (negatives === 1) return logps;
  const { chosen, chosenLengths, chosenEntropies } = logps;
  return {
    ...logps,
    chosen: besideEach(chosen, negatives),
    chosenLengths: besideEach(chosenLengths, negatives),
    ...(chosenEntropies && { chosenEntropies: besideEach(chosenEntropies, negatives) }),
  };
}

/** What is known of those pairs. */
export function factsAsPairs({ scores, ...facts }: PairFacts, negatives: number): PairFacts {
  if (!scores) return facts;
  return { ...facts, scores: { ...scores, chosen: besideEach(scores.chosen, negatives) } };
}
