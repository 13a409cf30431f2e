import { probability } from "./judge.ts";
import { mean, requireNumbers, softplus } from "./numbers.ts";
import { calibrationError, type ReliabilityBin, reliabilityTable } from "./reliability_table.ts";

/** Options for {@linkcode binaryFigures}. */
export interface BinaryOptions {
  /** Bins of equal width on [0, 1] for the calibration. @default {15} */
  readonly bins?: number;
}

/** How good a judge's log-odds are on texts whose class is known. */
export interface BinaryFigures {
  /** Share on the right side of 0; log-odds of exactly 0 count as negative. */
  readonly accuracy: number;
  /** Expected calibration error: mean over texts of |share of positives − mean probability| of their bin. */
  readonly ece: number;
  /** Mean squared difference of probability and label. */
  readonly brier: number;
  /** Mean −log probability of the true class, in nats. */
  readonly logLoss: number;
  /** Texts by true and given class. */
  readonly confusion: Readonly<Record<Outcome, number>>;
  /** The bins that hold a text, in order of the probability of the positive class. */
  readonly reliability: readonly ReliabilityBin[];
  /** Texts. */
  readonly n: number;
}

/** What became of a text. */
export type Outcome = "truePositive" | "falseNegative" | "trueNegative" | "falsePositive";

/**
 * Accuracy, calibration and confusion of log-odds against labels.
 *
 * The ECE is over the probability of the positive class, not of the class given
 * ({@link https://arxiv.org/abs/1706.04599 | Guo et al.}, Eq. 3, as for two classes), so that an error to one side shows.
 *
 * @param logOdds Of the positive class, in nats, `[texts]`.
 * @param labels Whether each text is positive, `[texts]`.
 * @param options Number of bins.
 * @throws {RangeError} If there is no text, the lengths differ, a number is not finite or `bins` is not a whole number >= 1.
 *
 * @example
 * ```ts
 * import { binaryFigures } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const sure = Math.log(3); // σ = 3/4
 * const { accuracy, confusion } = binaryFigures([sure, sure, -sure, sure], [true, true, false, false]);
 *
 * deepEqual(accuracy, 0.75);
 * deepEqual(confusion, { truePositive: 2, falseNegative: 0, trueNegative: 1, falsePositive: 1 });
 * ```
 */
export function binaryFigures(
  logOdds: ArrayLike<number>,
  labels: readonly boolean[],
  { bins = 15 }: BinaryOptions = {},
): BinaryFigures {
  requireNumbers("measure a judge", "logOdds", logOdds);
  if (logOdds.length !== labels.length || !(Number.isInteger(bins) && bins >= 1)) {
    throw new RangeError(
      `Cannot measure a judge as there must be one label a text and bins >= 1: current values are ${logOdds.length} texts, ${labels.length} labels, ${bins} bins`,
    );
  }
  const n = labels.length;
  const forecasts = labels.map((label, i) => ({
    forecast: probability(logOdds[i]!),
    label: Number(label),
  }));
  const reliability = reliabilityTable(forecasts, bins);
  const confusion = confusionOf(logOdds, labels);
  return {
    accuracy: (confusion.truePositive + confusion.trueNegative) / n,
    ece: calibrationError(reliability),
    brier: mean(forecasts.map(({ forecast, label }) => (forecast - label) ** 2)),
    logLoss: mean(labels.map((label, i) => softplus(label ? -logOdds[i]! : logOdds[i]!))),
    confusion,
    reliability,
    n,
  };
}

function confusionOf(logOdds: ArrayLike<number>, labels: readonly boolean[]) {
  const counts = { truePositive: 0, falseNegative: 0, trueNegative: 0, falsePositive: 0 };
  labels.forEach((label, i) => {
    const given = logOdds[i]! > 0;
    const outcome: Outcome = label
      ? given ? "truePositive" : "falseNegative"
      : given
      ? "falsePositive"
      : "trueNegative";
    counts[outcome]++;
  });
  return counts;
}
