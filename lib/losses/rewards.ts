/** What every preference loss reports beside itself, under TRL's names. */
import { type PairLogps, type Rewards, type Tensors, tf, type Vector } from "../base/mod.ts";

/** r = β (log π − log ref) of every answer. */
export function implicitRewards(
  beta: number,
): (policy: PairLogps, reference: PairLogps) => Rewards {
  return (policy, reference) => ({
    chosen: tf.mul(tf.sub(policy.chosen, reference.chosen), beta),
    rejected: tf.mul(tf.sub(policy.rejected, reference.rejected), beta),
  });
}

/**
 * Implicit rewards r = β (log π − log ref) and what follows from them, averaged over the batch.
 *
 * @returns Scalars under TRL's names. Of a tie in rewards, half counts as accurate.
 */
export function rewardMetrics(policy: PairLogps, reference: PairLogps, beta: number): Tensors {
  const chosen = tf.mul(tf.sub(policy.chosen, reference.chosen), beta);
  const rejected = tf.mul(tf.sub(policy.rejected, reference.rejected), beta);
  return {
    "rewards/chosen": tf.mean(chosen),
    "rewards/rejected": tf.mean(rejected),
    "rewards/accuracies": tf.mean(preferred(chosen as Vector, rejected as Vector)),
    "rewards/margins": tf.mean(tf.sub(chosen, rejected)),
    "logps/chosen": tf.mean(policy.chosen),
    "logps/rejected": tf.mean(policy.rejected),
  };
}

/** 1 where the first is larger, ½ at a tie, 0 elsewhere; shape `[pairs]`. */
export function preferred(first: Vector, second: Vector): Vector {
  const wins = tf.cast(tf.greater(first, second), "float32");
  const ties = tf.cast(tf.equal(first, second), "float32");
  return tf.add(wins, tf.mul(ties, 0.5));
}
