/** What every preference loss reports beside itself, under TRL's names. */
import { type PairLogps, type Rewards, type Tensors, tf, type Vector } from "../base/mod.ts";
import { besideEach } from "./negatives.ts";

/** How a loss gets its implicit rewards. */
type RewardsOf = (policy: PairLogps, reference: PairLogps) => Rewards;

/** r = β (log π − log ref) of every answer. */
export function implicitRewards(beta: number): RewardsOf {
  return (policy, reference) => ({
    chosen: tf.mul(tf.sub(policy.chosen, reference.chosen), beta),
    rejected: tf.mul(tf.sub(policy.rejected, reference.rejected), beta),
  });
}

/** r = β log π of every answer, for losses without a reference. */
export function plainRewards(beta: number): RewardsOf {
  return ({ chosen, rejected }) => ({
    chosen: tf.mul(chosen, beta),
    rejected: tf.mul(rejected, beta),
  });
}

/**
 * What follows from implicit rewards, averaged over the batch, and the log-probabilities beside them.
 *
 * @param rewards What a loss gives as its `rewards`.
 * @param policy The log-probabilities that they were made of.
 * @returns Scalars under TRL's names. Of K rejected answers each counts 1/K: the accuracy is the share of them that the
 * chosen one beats. Of a tie in rewards, half counts as accurate.
 */
export function rewardMetrics({ chosen, rejected }: Rewards, policy: PairLogps): Tensors {
  const beside = besideEach(chosen, rejected.size / chosen.size);
  return {
    "rewards/chosen": tf.mean(chosen),
    "rewards/rejected": tf.mean(rejected),
    "rewards/accuracies": tf.mean(preferred(beside, rejected)),
    "rewards/margins": tf.mean(tf.sub(beside, rejected)),
    "logps/chosen": tf.mean(policy.chosen),
    // What is not among the rewards is another pair's.
    "logps/rejected": tf.mean(firstOf(policy.rejected, rejected.size)),
  };
}

/** The first entries of a vector. */
function firstOf(x: Vector, count: number): Vector {
  return x.size === count ? x : tf.slice(x, [0], [count]) as Vector;
}

/** 1 where the first is larger, ½ at a tie, 0 elsewhere; shape `[pairs]`. */
export function preferred(first: Vector, second: Vector): Vector {
  const wins = tf.cast(tf.greater(first, second), "float32");
  const ties = tf.cast(tf.equal(first, second), "float32");
  return tf.add(wins, tf.mul(ties, 0.5));
}
