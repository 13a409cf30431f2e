/** The margin that most preference losses are functions of. */
import { type PairLogps, tf, type Vector } from "../base/mod.ts";

/**
 * h = [log π(y_w) − log ref(y_w)] − [log π(y_l) − log ref(y_l)].
 *
 * @returns In nats, `[pairs]`.
 */
export function margin(policy: PairLogps, reference: PairLogps): Vector {
  return tf.sub(
    tf.sub(policy.chosen, reference.chosen),
    tf.sub(policy.rejected, reference.rejected),
  );
}

/** −log σ(z), stable for any z. */
export function negLogSigmoid(z: Vector): Vector {
  return tf.softplus(tf.neg(z));
}
