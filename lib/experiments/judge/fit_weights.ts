import { chooseFeatures, type ChooseOptions, type LabelledWords } from "./choose_features.ts";
import { logisticSlope, weightsOf } from "./logistic_slope.ts";
import { minimise, type MinimiseOptions } from "./minimise.ts";
import { presence } from "./presence.ts";

/** Options for {@linkcode fitWeights}. */
export interface FitOptions extends ChooseOptions {
  /** Penalty λ on the squared weights, over naive Bayes' ratios. @default {4e-4} */
  readonly penalty?: number;
  /** Hears of every step. */
  readonly onStep?: NonNullable<MinimiseOptions["onStep"]>;
}

/** A classifier without calibration. */
export interface FittedWeights {
  /** Words and pairs of neighbours, `[features]`. */
  readonly features: readonly string[];
  /** What each of them speaks for the positive class, `[features]`. */
  readonly weights: Float32Array;
}

/**
 * Learns which words speak for the positive class.
 *
 * @param texts Whole texts, from which features are chosen and learnt.
 * @param windows Stretches of them, which are learnt too.
 */
export function fitWeights(
  texts: readonly LabelledWords[],
  windows: readonly LabelledWords[],
  { penalty = 4e-4, onStep = () => {}, ...options }: FitOptions = {},
): FittedWeights {
  const { features, ratios } = chooseFeatures(texts, options);
  const slope = logisticSlope(presence([...texts, ...windows], features), ratios, penalty);
  const point = minimise(slope, new Float64Array(features.length + 1), { onStep });
  // The intercept is left out: the calibration has one.
  return { features, weights: new Float32Array(weightsOf(point, ratios)) };
}
