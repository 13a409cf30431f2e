/** How much answers to a prompt disagree, as Mallows-DPO estimates it. */
import { type PairLogps, tf, type Vector } from "../base/mod.ts";
import { entropyOf } from "./needs.ts";

/** Least normalised entropy: log 0 of a reference that is certain of every token would be infinite. */
const LEAST_ENTROPY = 1e-6;

/**
 * n(x) = −φ* log H̄, the negative log of a prompt's dispersion φ(x) = H̄^φ*: large where the reference is sure of its answers
 * ({@link https://arxiv.org/abs/2405.14953 | Chen et al.}).
 *
 * @returns `[pairs]`, not negative; entropies enter as at least 1e-6, in units of log |V|.
 */
export function negLogDispersion(loss: string, reference: PairLogps, phi: number): Vector {
  const entropy = tf.clipByValue(entropyOf(loss, reference), LEAST_ENTROPY, 1);
  return tf.mul(tf.log(entropy), -phi);
}
