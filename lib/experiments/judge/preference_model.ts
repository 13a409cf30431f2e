import { type Judge, plainWords, textEvidence, textJudge } from "../../evaluate/mod.ts";
import type { LabelledWords } from "./choose_features.ts";
import { fitCalibration } from "./fit_calibration.ts";
import { fitWeights } from "./fit_weights.ts";

/** Two answers to one prompt, of which people preferred one. */
export interface PreferredTexts {
  /** The preferred answer. */
  readonly chosen: string;
  /** The other one. */
  readonly rejected: string;
}

/** Options for {@linkcode preferenceModel}. */
export interface PreferenceModelOptions {
  /** Penalty λ on the squared weights, over naive Bayes' ratios. @default {0.1} */
  readonly penalty?: number;
}

/** One pair of so many calibrates; the others teach. */
const EVERY = 5;

/**
 * A preference model of the words of answers: log-odds that an answer is one that people prefer. Words and pairs of
 * neighbours are weighed by logistic regression over the answers, chosen ones against rejected ones, and calibrated on
 * every fifth pair, which the weights have not seen. It knows no prompt and no order of words beyond pairs: it is a second
 * opinion beside the labels themselves, with an accuracy of its own that should be reported.
 *
 * @throws {RangeError} If there are fewer than 10 pairs.
 *
 * @example
 * ```ts
 * import { preferenceModel } from "@fastslow/fastslow/experiments";
 * import { ok } from "node:assert/strict";
 *
 * const pairs = Array(20).fill({ chosen: "Gladly, here it is.", rejected: "No, go away." });
 * const judge = preferenceModel(pairs);
 * const [better, worse] = judge(["here it is", "go away"]);
 * ok(better! > worse!);
 * ```
 */
export function preferenceModel(
  pairs: readonly PreferredTexts[],
  { penalty = 0.1 }: PreferenceModelOptions = {},
): Judge {
  if (pairs.length < 2 * EVERY) {
    throw new RangeError(
      `Cannot learn preferences as there must be ${
        2 * EVERY
      } pairs: current count is ${pairs.length}`,
    );
  }
  const taught = pairs.filter((_, i) => i % EVERY > 0).flatMap(wordsOf);
  const kept = pairs.filter((_, i) => i % EVERY === 0).flatMap(wordsOf);
  const { features, weights } = fitWeights(taught, [], { penalty });
  const evidenceOf = textEvidence(features, weights);
  const calibration = fitCalibration(
    kept.map(({ words, positive }) => ({ ...evidenceOf(words), positive })),
  );
  return textJudge({ features, weights, calibration });
}

function wordsOf({ chosen, rejected }: PreferredTexts): LabelledWords[] {
  return [
    { words: plainWords(chosen), positive: true },
    { words: plainWords(rejected), positive: false },
  ];
}
