import {
  answerLengths,
  marginMeasures,
  mean,
  pairAccuracy,
  rankAndCalibration,
  type ScoredPairs,
} from "../../evaluate/mod.ts";
import type { World } from "./types.ts";

/** Options for {@linkcode heldOutMetrics}. */
export interface HeldOutOptions {
  /** Log-probabilities of the same pairs under the reference. */
  readonly reference: ScoredPairs;
  /** Inverse temperature β. */
  readonly beta: number;
}

/**
 * What a policy makes of pairs that no learner sees: ranking is held against the truth, calibration against the labels,
 * which carry the noise. Measures of the margins say why they moved; see `diagnose`.
 *
 * @param policy Log-probabilities of the held-out pairs, in nats.
 */
export function heldOutMetrics(
  { heldOut }: World,
  policy: ScoredPairs,
  { reference, beta }: HeldOutOptions,
): Record<string, number> {
  const margins = heldOut.map((_, i) =>
    policy.chosen[i]! - reference.chosen[i]! - (policy.rejected[i]! - reference.rejected[i]!)
  );
  const { accuracy, logLoss, brier, ece } = rankAndCalibration(margins, beta);
  return {
    accuracy: pairAccuracy(margins.map((h, i) => heldOut[i]!.isTrue ? h : -h)),
    label_accuracy: accuracy,
    heldout_loss: logLoss,
    heldout_margin: beta * mean(margins),
    brier,
    ece,
    ...marginMeasures({ ...policy, ...answerLengths(heldOut) }, reference, { beta }),
  };
}
