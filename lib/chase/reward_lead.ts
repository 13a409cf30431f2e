/** By how much one policy is ahead of another, in the terms of the base loss. */
import { type PairLogps, type PreferenceLoss, tf, type Vector } from "../base/mod.ts";
import { overNegatives } from "../losses/mod.ts";

/**
 * How far a policy's reward margins r(y_w) − r(y_l) lead over a rival's. For DPO it is β(h_own − h_rival), in which the
 * reference cancels; for SimPO the rewards are β log π(y)/|y|. Of K rejected answers, the mean margin counts.
 *
 * @returns `[pairs]`, in nats.
 */
export function rewardLead(
  { rewards }: PreferenceLoss,
  own: PairLogps,
  rival: PairLogps,
  reference: PairLogps,
): Vector {
  const margins = (policy: PairLogps) => {
    const { chosen, rejected } = rewards(policy, reference);
    return tf.sub(chosen, overNegatives(rejected, chosen.size));
  };
  return tf.sub(margins(own), margins(rival));
}
