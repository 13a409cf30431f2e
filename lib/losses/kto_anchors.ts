/** Reference points of KTO. */
import { type Rewards, type Scalar, tf, type Vector } from "../base/mod.ts";

/** r = log π − log ref of a batch's answers, in nats. */
export interface KtoRatios extends Rewards {
  /** Of other pairs' answers, `[pairs]`, where the anchor asks for them. */
  readonly mismatched?: Vector;
}

/** From a batch's r to the reference points that chosen and rejected answers are set against. */
export interface KtoAnchor {
  (ratios: KtoRatios): { readonly chosen: Scalar; readonly rejected: Scalar };
  /** Whether it asks for other pairs' answers. @default {false} */
  readonly needsMismatched?: boolean;
}

/**
 * All answers are set against the mean r of mismatched pairs, a prompt with an answer of another: the paper's estimate of
 * KL(π‖ref). TRL's `KTOTrainer` mismatches within each batch, `withMismatched` over the whole data.
 */
export const anchorOfMismatched: KtoAnchor = Object.assign(
  ({ mismatched }: KtoRatios) => {
    const mean = tf.mean(mismatched!) as Scalar;
    return { chosen: mean, rejected: mean };
  },
  { needsMismatched: true },
);

/** Chosen answers are set against the mean r of rejected ones, and the other way round: an older `kto_pair` of TRL's. */
export function anchorOfOtherHalf({ chosen, rejected }: KtoRatios): ReturnType<KtoAnchor> {
  return { chosen: tf.mean(rejected), rejected: tf.mean(chosen) };
}

/** All answers are set against the mean r of all, one z as in the paper, from the batch's own answers. */
export function anchorOfBatch({ chosen, rejected }: KtoRatios): ReturnType<KtoAnchor> {
  const mean = tf.mean(tf.concat([chosen, rejected])) as Scalar;
  return { chosen: mean, rejected: mean };
}
