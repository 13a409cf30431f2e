import { type PreferenceLoss, tf } from "../base/mod.ts";
import { makeLoss } from "./make_loss.ts";
import { perToken } from "./per_token.ts";
import { plainRewards } from "./rewards.ts";

/**
 * Negative log-probability of the chosen answer, averaged over its tokens: −log π(y_w)/|y_w|. The supervised part of CPO,
 * ORPO and RPO, and of sums of your own; not meant to be trained on alone, since it does not see the rejected answers.
 *
 * TRL 1.16 averages over all tokens of a batch instead (`sft` of `DPOTrainer`, `nll_loss` of `CPOTrainer`), so that long
 * answers count more: the two agree where a batch's chosen answers are equally long.
 *
 * @returns A loss that gives one number per pair, in nats per token, shape `[pairs]`.
 *
 * @example
 * ```ts
 * import { logps, nll } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const policy = logps({ chosen: [-6], rejected: [-3], chosenLengths: [4] });
 * deepEqual(await nll()(policy, policy).data(), new Float32Array([1.5]));
 * ```
 */
export function nll(): PreferenceLoss {
  return makeLoss(
    { beta: 1, needsReference: false, rewards: plainRewards(1) },
    (policy) => tf.neg(perToken(policy).chosen),
  );
}
