/** Gives a function of log-probabilities the properties of a preference loss. */
import {
  type PairFacts,
  type PairLogps,
  type PreferenceLoss,
  tf,
  type Vector,
} from "../base/mod.ts";
import { implicitRewards } from "./rewards.ts";

/** What a loss says of itself: all of {@linkcode PreferenceLoss} but the function. */
export type LossProperties =
  & Omit<PreferenceLoss, "rewards">
  & Partial<Pick<PreferenceLoss, "rewards">>;

/**
 * Makes a preference loss of a function: names its implicit rewards, β (log π − log ref) unless it says otherwise, and
 * tidies each call.
 *
 * @param properties β, and what the loss needs.
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
  properties: LossProperties,
  loss: (policy: PairLogps, reference: PairLogps, facts: PairFacts) => Vector,
): PreferenceLoss {
  const tidied = (policy: PairLogps, reference: PairLogps, facts: PairFacts = {}) =>
    tf.tidy(() => loss(policy, reference, facts));
  return Object.assign(tidied, { rewards: implicitRewards(properties.beta), ...properties });
}

/** Throws unless β is positive. */
export function requireBeta(loss: string, beta: number) {
  if (beta > 0 && Number.isFinite(beta)) return;
  throw new RangeError(`Cannot compute ${loss} as beta must be > 0: current value is ${beta}`);
}
