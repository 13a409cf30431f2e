import type { Judge } from "./judge.ts";
import { plainWords, presentFeatures } from "./text_features.ts";

/** A linear classifier over the words and pairs of neighbours that a text has. */
export interface TextClassifier {
  /** Words, and pairs of them with a blank between, each once, `[features]`. */
  readonly features: readonly string[];
  /** What each of them speaks for the positive class, `[features]`. */
  readonly weights: Float32Array;
  /** From sums of weights to log-odds. */
  readonly calibration: LengthCalibration;
}

/**
 * How a sum s of the weights of n present features becomes log-odds: bias + scale · s / (1 + n)^power, Platt's scaling
 * with a slope that falls with length, since features of one text are no independent witnesses.
 */
export interface LengthCalibration {
  /** Log-odds of a text without a known feature, in nats. */
  readonly bias: number;
  /** Slope of a text without length; positive. */
  readonly scale: number;
  /** How fast the slope falls with the number of features. */
  readonly power: number;
}

/** What a classifier finds in a text. */
export interface Evidence {
  /** Sum s of the weights of the present features. */
  readonly sum: number;
  /** How many known features are present, n. */
  readonly count: number;
}

/**
 * A judge that gives a classifier's log-odds of the positive class, on plain numbers, in microseconds a text.
 *
 * @param classifier Such as `loadJudge` of room `experiments` reads.
 *
 * @example Repetition gains nothing
 * ```ts
 * import { textJudge } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const judge = textJudge({
 *   features: ["good", "bad", "not good"],
 *   weights: new Float32Array([1, -1, -2]),
 *   calibration: { bias: 0.5, scale: 1, power: 0 },
 * });
 *
 * deepEqual([...judge(["Good!", "good, good, GOOD", "not good", ""])], [1.5, 1.5, -0.5, 0.5]);
 * ```
 */
export function textJudge({ features, weights, calibration }: TextClassifier): Judge {
  const evidenceOf = textEvidence(features, weights);
  return (texts) =>
    Float64Array.from(texts, (text) => calibrated(evidenceOf(plainWords(text)), calibration));
}

/** What a classifier with these weights finds in the words of a text. */
export function textEvidence(
  features: readonly string[],
  weights: Float32Array,
): (words: readonly string[]) => Evidence {
  const known = new Map(features.map((feature, i) => [feature, weights[i]!]));
  return (words) => {
    let sum = 0;
    let count = 0;
    for (const feature of presentFeatures(words)) {
      const weight = known.get(feature);
      if (weight === undefined) continue;
      sum += weight;
      count++;
    }
    return { sum, count };
  };
}

/** Log-odds in nats from the evidence in a text. */
export function calibrated(
  { sum, count }: Evidence,
  { bias, scale, power }: LengthCalibration,
): number {
  return bias + scale * sum * (1 + count) ** -power;
}
