/** Gives a function of log-probabilities the properties of a preference loss. */
import { type PairLogps, type PreferenceLoss, tf, type Vector } from "../base/mod.ts";

/**
 * Makes a preference loss of a function: names the β of its implicit rewards, and tidies each call.
 *
 * @param properties β of the rewards that are reported, and whether pairs are coupled within a batch.
 * @param loss From log-probabilities under policy and reference to one number per pair, `[pairs]`.
 *
 * @example The probability that the policy prefers the other answer
 * ```ts
 * import { logps, makeLoss } from "@fastslow/fastslow";
 * import { margin } from "@fastslow/fastslow/losses";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const doubt = makeLoss({ beta: 1 }, (policy, reference) => tf.sigmoid(tf.neg(margin(policy, reference))));
 * const same = logps({ chosen: [-3], rejected: [-5] });
 * deepEqual(await doubt(same, same).data(), new Float32Array([0.5]));
 * ```
 */
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
