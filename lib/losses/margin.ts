/** The margin that most preference losses are functions of, and the logistic functions of it. */
import { type PairLogps, type Rewards, tf, type Vector } from "../base/mod.ts";

/**
 * h = [log π(y_w) − log ref(y_w)] − [log π(y_l) − log ref(y_l)].
 *
 * @returns In nats, `[pairs]`.
 */
export function margin(policy: PairLogps, reference: PairLogps): Vector {
  const { chosen, rejected } = logRatios(policy, reference);
  return tf.sub(chosen, rejected);
}

/** log π(y) − log ref(y) of every answer, in nats. */
export function logRatios(policy: PairLogps, reference: PairLogps): Rewards {
  return {
    chosen: tf.sub(policy.chosen, reference.chosen),
    rejected: tf.sub(policy.rejected, reference.rejected),
  };
}

/** −log σ(z), stable for any z. */
export function negLogSigmoid(z: Vector): Vector {
  return tf.softplus(tf.neg(z));
}

/** −(1 − ε) log σ(z) − ε log σ(−z): cross-entropy against the label 1 − ε. */
export function smoothed(z: Vector, epsilon: number): Vector {
  return tf.add(
    tf.mul(negLogSigmoid(z), 1 - epsilon),
    tf.mul(negLogSigmoid(tf.neg(z)), epsilon),
  );
}
