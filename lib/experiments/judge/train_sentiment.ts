import { fold, type Key } from "../../base/random.ts";
import {
  type BinaryFigures,
  binaryFigures,
  calibrated,
  plainWords,
  type TextClassifier,
  textEvidence,
} from "../../evaluate/mod.ts";
import type { ChooseOptions, LabelledWords } from "./choose_features.ts";
import { fitCalibration, type LabelledEvidence } from "./fit_calibration.ts";
import { type FittedWeights, fitWeights } from "./fit_weights.ts";
import type { LabelledText } from "./labelled_text.ts";
import { randomWindow } from "./random_window.ts";
import type { SplitTexts } from "./split_by_film.ts";

/** Options for {@linkcode trainSentiment}. */
export interface SentimentOptions extends ChooseOptions {
  /** Penalty λ on the squared weights, over naive Bayes' ratios. @default {4e-4} */
  readonly penalty?: number;
  /** Hears of every step: of which part, and the loss in nats. */
  readonly onStep?: (part: TrainingPart, step: number, loss: number) => void;
}

/** Parts of the training: on what is not held out, then on all. */
export type TrainingPart = "calibration" | "final";

/** What {@linkcode trainSentiment} gives. */
export interface TrainedSentiment {
  /** The classifier. */
  readonly classifier: TextClassifier;
  /** Figures on what was held out, of the classifier that had not seen it. */
  readonly heldOut: {
    /** On whole texts. */
    readonly whole: BinaryFigures;
    /** On windows of 16 to 64 words, {@linkcode WINDOWS_PER_TEXT} a text. */
    readonly windows: BinaryFigures;
  };
}

/** Windows of each held-out text. */
export const WINDOWS_PER_TEXT = 4;

/**
 * Trains a classifier of sentiment that is calibrated on whole texts and on windows of 16 to 64 words.
 *
 * Features are chosen and weighed by naive Bayes, weights learnt by logistic regression on every text and one window of it:
 * first from the texts kept, for a calibration that is fitted on those held out and their windows; then anew from all.
 *
 * @param texts What is learnt from and what calibrates, such as {@linkcode splitByFilm} gives.
 * @param key Seed of the windows.
 * @param options Size and penalty of the classifier.
 * @throws {RangeError} If either part lacks a class.
 */
export function trainSentiment(
  texts: SplitTexts,
  key: Key,
  { onStep = () => {}, ...options }: SentimentOptions = {},
): TrainedSentiment {
  const [kept, held] = [wordsOf("kept", texts.kept), wordsOf("held", texts.held)];
  const fit = (part: TrainingPart, some: readonly LabelledWords[]) =>
    fitWeights(some, windowsOf(some, fold(key, 0)), {
      ...options,
      onStep: (step, loss) => onStep(part, step, loss),
    });
  const early = fit("calibration", kept);
  const whole = evidenceIn(held, early);
  const windows = evidenceIn(
    Array.from({ length: WINDOWS_PER_TEXT }, (_, i) => windowsOf(held, fold(key, i + 1))).flat(),
    early,
  );
  const calibration = fitCalibration([...whole, ...windows]);
  const figures = (some: readonly LabelledEvidence[]) =>
    binaryFigures(
      some.map((evidence) => calibrated(evidence, calibration)),
      some.map(({ positive }) => positive),
    );
  return {
    classifier: { ...fit("final", [...kept, ...held]), calibration },
    heldOut: { whole: figures(whole), windows: figures(windows) },
  };
}

function wordsOf(part: keyof SplitTexts, texts: readonly LabelledText[]): LabelledWords[] {
  const positives = texts.filter(({ positive }) => positive).length;
  if (positives > 0 && positives < texts.length) {
    return texts.map(({ text, positive }) => ({ words: plainWords(text), positive }));
  }
  throw new RangeError(
    `Cannot train a classifier as the texts ${part} must be of both classes: current counts are ${positives} positive and ${
      texts.length - positives
    } negative`,
  );
}

function windowsOf(texts: readonly LabelledWords[], key: Key): LabelledWords[] {
  return texts.map(({ words, positive }, i) => ({
    words: randomWindow(words, fold(key, i)),
    positive,
  }));
}

function evidenceIn(
  texts: readonly LabelledWords[],
  { features, weights }: FittedWeights,
): LabelledEvidence[] {
  const evidenceOf = textEvidence(features, weights);
  return texts.map(({ words, positive }) => ({ ...evidenceOf(words), positive }));
}
