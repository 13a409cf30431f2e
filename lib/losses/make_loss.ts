/** Gives a function of log-probabilities the properties of a preference loss. */
import {
  type PairFacts,
  type PairLogps,
  type PreferenceLoss,
  tf,
  type Vector,
} from "../base/mod.ts";
import { apart, factsApart } from "./mismatched.ts";
import { asPairs, factsAsPairs, negativesOf, overNegatives } from "./negatives.ts";
import { requireBeta } from "./require_options.ts";
import { implicitRewards } from "./rewards.ts";

/** What a loss says of itself: all of {@linkcode PreferenceLoss} but the function. */
export type LossProperties =
  & Omit<PreferenceLoss, "rewards">
  & Partial<Pick<PreferenceLoss, "rewards">>
  & {
    /** Whether the function takes K rejected answers a pair as they are, instead of one at a time. @default {false} */
    readonly listwise?: boolean;
  };

/**
 * Makes a preference loss of a function: names its implicit rewards, β (log π − log ref) unless it says otherwise, and
 * tidies each call.
 *
 * Where pairs have K rejected answers, the loss of a pair is the mean over the K pairs that its chosen answer makes with
 * each of them; the function sees those as `[K × pairs]` pairs, and a coupled one couples all of them. A `listwise`
 * function sees the batch as it is.
 *
 * @param properties β, and what the loss needs.
 * @param loss From log-probabilities under policy and reference to one number per pair, `[pairs]`.
 * @returns The loss. It throws a `TypeError` where a reference is needed and not given, or the function gives not one number
 * a pair, and a `RangeError` where the rejected answers are not a whole number a pair.
 * @throws {RangeError} If β is not positive.
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
  { listwise = false, ...properties }: LossProperties,
  loss: (policy: PairLogps, reference: PairLogps, facts: PairFacts) => Vector,
): PreferenceLoss {
  const { needsReference = true, needsMismatched = false } = properties;
  requireBeta("the loss", properties.beta);
  const own = needsMismatched ? apart : (logps: PairLogps) => logps;
  const tidied = (all: PairLogps, given: PairLogps, known: PairFacts = {}) =>
    tf.tidy(() => {
      const policy = own(all);
      const reference = own(needsReference ? requireReference(given) : given ?? all);
      const facts = needsMismatched ? factsApart(known, policy.chosen.size) : known;
      const negatives = negativesOf(policy);
      if (listwise) return onePerPair(loss(policy, reference, facts), policy);
      const pairs = asPairs(policy, negatives);
      const losses = loss(pairs, asPairs(reference, negatives), factsAsPairs(facts, negatives));
      return overNegatives(onePerPair(losses, pairs), policy.chosen.size);
    });
  const { rewards = implicitRewards(properties.beta) } = properties;
  const ownRewards = needsMismatched
    ? (policy: PairLogps, reference: PairLogps) => rewards(own(policy), own(reference))
    : rewards;
  return Object.assign(tidied, { ...properties, rewards: ownRewards });
}

/** Types know ranks at best: a mean over the batch is easily taken too early. */
function onePerPair(losses: Vector, { chosen }: PairLogps): Vector {
  if (losses.rank === 1 && losses.size === chosen.size) return losses;
  throw new TypeError(
    `Cannot compute the loss as it must give one number per pair, [${chosen.size}]: current shape is [${losses.shape}]`,
  );
}

/** Types do not hold in JavaScript, where a reference is easily left out. */
function requireReference(reference: PairLogps | undefined): PairLogps {
  if (reference) return reference;
  throw new TypeError(
    "Cannot compute the loss as it needs log-probabilities under the reference: current value is undefined",
  );
}
