/** One training with one loss, measured post by post. */
import type { LoraConfig } from "../../adapter/mod.ts";
import { type EncodedPair, tf } from "../../base/mod.ts";
import {
  answerLengths,
  type MarginMeasures,
  marginMeasures,
  pairAccuracy,
  type ScoredPairs,
} from "../../evaluate/mod.ts";
import { preferenceObjective } from "../../losses/mod.ts";
import type { Model } from "../../model/mod.ts";
import { adamw } from "../../optim/mod.ts";
import { train } from "../../train/mod.ts";
import type { Instruments } from "../in_domain/instruments.ts";
import { requireScores } from "../in_domain/require_scores.ts";
import { comparedLoss, type LossSettings } from "./methods.ts";

/** Pairs of each post, with their log-probabilities under the reference. */
export interface MeasuredPosts {
  /** The pairs, `[posts][pairs]`. */
  readonly posts: readonly (readonly EncodedPair[])[];
  /** Log-probabilities of all of them, in order. */
  readonly reference: ScoredPairs;
}

/** What a policy makes of posts that it did not learn from. */
export interface SummaryOutcome {
  /** Share of each post's pairs that are ranked as people did, `[posts]`. */
  readonly byPost: readonly number[];
  /** Why the margins of all pairs moved; see `diagnose`. */
  readonly margins: MarginMeasures;
}

/** What all trainings have in common. */
export interface RunLossOptions {
  /** The frozen base, which is the reference. */
  readonly model: Model;
  /** Id that fills short rows. */
  readonly padId: number;
  /** Inverse temperature β. */
  readonly beta: number;
  /** Shape of the modules. */
  readonly lora: LoraConfig;
  /** Pairs of a step. */
  readonly batchSize: number;
  /** What is measured with. */
  readonly instruments: Instruments;
}

/** The pairs of posts with the reference's log-probabilities. */
export async function measuredPosts(
  posts: MeasuredPosts["posts"],
  { instruments }: Pick<RunLossOptions, "instruments">,
): Promise<MeasuredPosts> {
  return { posts, reference: await instruments.of().scorer.scorePairs(posts.flat()) };
}

/**
 * Trains on pairs, once each, and ranks the pairs of other posts by implicit reward.
 *
 * @throws {DivergenceError} If a metric or a log-probability is not finite.
 */
export async function runLoss(
  name: string,
  settings: LossSettings,
  { pairs, seed, measured: { posts, reference } }: {
    readonly pairs: readonly EncodedPair[];
    readonly seed: number;
    readonly measured: MeasuredPosts;
  },
  { model, padId, beta, lora, batchSize, instruments }: RunLossOptions,
): Promise<SummaryOutcome> {
  const loss = comparedLoss(name).loss(settings, beta);
  const { adapters } = await train({
    ...{ model, lora, pairs, batchSize, seed, padId },
    objective: preferenceObjective(name, loss),
    optimiser: adamw({ rate: settings.lr }),
  });
  const { weights, config } = adapters.policy!;
  const policy = await instruments.of(config).scorer.scorePairs(posts.flat(), weights);
  tf.dispose(weights);
  for (const scores of Object.values(policy)) requireScores("held-out summaries", scores);
  return {
    byPost: accuracyByPost(policy, { posts, reference }),
    margins: marginMeasures({ ...policy, ...answerLengths(posts.flat()) }, reference, { beta }),
  };
}

function accuracyByPost(policy: ScoredPairs, { posts, reference }: MeasuredPosts): number[] {
  let start = 0;
  return posts.map((pairs) => {
    const places = pairs.map(() => start++);
    return pairAccuracy(
      places.map((i) =>
        policy.chosen[i]! - reference.chosen[i]! - (policy.rejected[i]! - reference.rejected[i]!)
      ),
    );
  });
}
