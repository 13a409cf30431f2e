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

/** Options for {@linkcode trainSentiment}. */
export interface SentimentOptions extends ChooseOptions {
  /** Penalty λ on the squared weights, over naive Bayes' ratios. @default {8e-4} */
  readonly penalty?: number;
  /** Share of each class that calibrates. @default {0.1} */
  readonly heldOut?: number;
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
 * Features are chosen and weighed by naive Bayes, weights learnt by logistic regression on every text and one window of it.
 * The last texts of each class are held out first, and the calibration is fitted on them and their windows; then the
 * weights are learnt anew from all texts. Reviews of one film stand beside each other, so that held-out films are new ones.
 *
 * @param rows Texts of both classes, each class in the order of its source.
 * @param key Seed of the windows.
 * @param options Size and penalty of the classifier.
 * @throws {RangeError} If a class has too few texts.
 */
export function trainSentiment(
  rows: readonly LabelledText[],
  key: Key,
  { heldOut = 0.1, onStep = () => {}, ...options }: SentimentOptions = {},
): TrainedSentiment {
  const texts = rows.map(({ text, positive }) => ({ words: plainWords(text), positive }));
  const { kept, held } = holdOut(texts, heldOut);
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
    classifier: { ...fit("final", texts), calibration },
    heldOut: { whole: figures(whole), windows: figures(windows) },
  };
}

/** Takes the last share of each class away. */
function holdOut(texts: readonly LabelledWords[], share: number) {
  const classes = [true, false].map((side) => texts.filter(({ positive }) => positive === side));
  const cuts = classes.map(({ length }) => length - Math.round(length * share));
  if (classes.some(({ length }, i) => cuts[i] === 0 || cuts[i] === length)) {
    throw new RangeError(
      `Cannot train a classifier as each class must have texts to learn from and texts to hold out: current counts are ${
        classes.map(({ length }) => length).join(" and ")
      }`,
    );
  }
  return {
    kept: classes.flatMap((some, i) => some.slice(0, cuts[i])),
    held: classes.flatMap((some, i) => some.slice(cuts[i])),
  };
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
