/** Reference points of KTO. */
import { type Rewards, type Scalar, tf } from "../base/mod.ts";

/**
 * From r = log π − log ref of the batch's answers, in nats, to the reference points that chosen and rejected answers are
 * set against.
 */
export type KtoAnchor = (
  ratios: Rewards,
) => { readonly chosen: Scalar; readonly rejected: Scalar };

/** Chosen answers are set against the mean r of rejected ones, and the other way round: TRL 0.7's `kto_pair`. */
export function anchorOfOtherHalf(
  { chosen, rejected }: Rewards,
): ReturnType<KtoAnchor> {
  return { chosen: tf.mean(rejected), rejected: tf.mean(chosen) };
}

/** All answers are set against the mean r of all, one z as in the paper. */
export function anchorOfBatch({ chosen, rejected }: Rewards): ReturnType<KtoAnchor> {
  const mean = tf.mean(tf.concat([chosen, rejected])) as Scalar;
  return { chosen: mean, rejected: mean };
}
