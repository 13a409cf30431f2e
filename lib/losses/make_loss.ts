/** Gives a function of log-probabilities the properties of a preference loss. */
import { type PairLogps, type PreferenceLoss, tf, type Vector } from "../base/mod.ts";

/** Names the β of a loss's implicit rewards, and tidies each call. */
export function makeLoss(
  properties: { readonly beta: number; readonly coupled?: boolean },
  loss: (policy: PairLogps, reference: PairLogps) => Vector,
): PreferenceLoss {
  const tidied = (policy: PairLogps, reference: PairLogps) =>
    tf.tidy(() => loss(policy, reference));
  return Object.assign(tidied, properties);
}

/** Throws unless β is positive. */
export function requireBeta(loss: string, beta: number) {
  if (beta > 0 && Number.isFinite(beta)) return;
  throw new RangeError(`Cannot compute ${loss} as beta must be > 0: current value is ${beta}`);
}
