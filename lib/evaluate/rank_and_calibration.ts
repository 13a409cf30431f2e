import { probability } from "./judge.ts";
import { mean, requireNumbers, softplus } from "./numbers.ts";
import { pairAccuracy } from "./pair_accuracy.ts";
import { calibrationError, type ReliabilityBin, reliabilityTable } from "./reliability_table.ts";

/** Options for {@linkcode rankAndCalibration}. */
export interface CalibrationOptions {
  /** Bins of equal width on [0, 1]. @default {15} */
  readonly bins?: number;
}

/** How well margins rank pairs, and how far σ(βh) can be taken as a probability. */
export interface Calibration {
  /** Share ranked right, ties one half ({@linkcode pairAccuracy}). */
  readonly accuracy: number;
  /** Mean −log σ(βh), DPO's loss on these pairs, in nats. */
  readonly logLoss: number;
  /** Mean (1 − σ(βh))². */
  readonly brier: number;
  /** Expected calibration error: mean over forecasts of |observed − forecast| of their bin, in [0, 1]. */
  readonly ece: number;
  /** The bins that hold a forecast, in order. */
  readonly reliability: readonly ReliabilityBin[];
  /** Pairs; there are two forecasts a pair. */
  readonly n: number;
}

/**
 * Ranking and calibration of held-out pairs, with σ(βh) as the Bradley-Terry probability that y_w wins.
 *
 * In a list of pairs the chosen answer always wins, and forecasts against labels that are all 1 would only measure how
 * near to 1 they are. So each pair counts in both orders: the forecast σ(βh) with label 1 and σ(−βh) with label 0. The
 * log loss and the Brier score are the same in both orders; the reliability table and the ECE
 * ({@link https://arxiv.org/abs/1706.04599 | Guo et al.}, Eq. 3) are over the 2·n forecasts.
 *
 * @param margins Margins h of held-out pairs, in nats, `[pairs]`.
 * @param beta Inverse temperature β.
 * @param options Number of bins.
 * @throws {RangeError} If there is no margin, one is not finite, or `beta` or `bins` is out of range.
 *
 * @example Right in three of four pairs, and sure of three in four
 * ```ts
 * import { rankAndCalibration } from "@fastslow/fastslow/evaluate";
 * import { equal, ok } from "node:assert/strict";
 *
 * const sure = Math.log(3); // σ = 3/4
 * const { accuracy, ece } = rankAndCalibration([sure, sure, sure, -sure], 1);
 *
 * equal(accuracy, 0.75);
 * ok(ece < 1e-12);
 * ```
 */
export function rankAndCalibration(
  margins: ArrayLike<number>,
  beta: number,
  { bins = 15 }: CalibrationOptions = {},
): Calibration {
  requireNumbers("compute calibration", "margins", margins);
  requireOptions(beta, bins);
  const logits = Array.from(margins, (h) => beta * h);
  const forecasts = logits.flatMap((z) => [
    { forecast: probability(z), label: 1 },
    { forecast: probability(-z), label: 0 },
  ]);
  const reliability = reliabilityTable(forecasts, bins);
  return {
    accuracy: pairAccuracy(margins),
    logLoss: mean(logits.map((z) => softplus(-z))),
    brier: mean(logits.map((z) => probability(-z) ** 2)),
    ece: calibrationError(reliability),
    reliability,
    n: margins.length,
  };
}

function requireOptions(beta: number, bins: number): void {
  if (!(beta > 0 && beta < Infinity)) {
    throw new RangeError(
      `Cannot compute calibration as beta must be > 0: current value is ${beta}`,
    );
  }
  if (!(Number.isInteger(bins) && bins >= 1)) {
    throw new RangeError(
      `Cannot compute calibration as bins must be a whole number >= 1: current value is ${bins}`,
    );
  }
}
