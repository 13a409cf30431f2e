import type { Slope } from "./minimise.ts";
import type { Presence } from "./presence.ts";

/**
 * Penalised logistic regression on the presence of features: mean log(1 + exp(−y (b + Σ r_f v_f))) + λ/2 Σ v_f², the sum
 * over the features f of a text, y ∈ {−1, 1} its class.
 *
 * The weight of a feature is w_f = r_f v_f, so that those which naive Bayes finds telling may weigh more
 * ({@link https://aclanthology.org/P12-2018 | Wang & Manning}, section 2.3, with logistic loss for their SVM).
 *
 * @param texts Which features stand where.
 * @param ratios r, `[features]`.
 * @param penalty λ.
 * @returns Value and gradient at (v, b), `[features + 1]`.
 */
export function logisticSlope(
  { starts, columns, features, signs }: Presence,
  ratios: Float64Array,
  penalty: number,
): (point: Float64Array) => Slope {
  const texts = signs.length;
  return (point) => {
    const weights = weightsOf(point, ratios);
    const gradient = new Float64Array(features + 1);
    let loss = 0;
    for (let text = 0; text < texts; text++) {
      let z = point[features]!;
      for (let at = starts[text]!; at < starts[text + 1]!; at++) z += weights[columns[at]!]!;
      const against = -signs[text]! * z;
      loss += Math.max(0, against) + Math.log1p(Math.exp(-Math.abs(against)));
      const pull = -signs[text]! / (1 + Math.exp(-against)) / texts;
      for (let at = starts[text]!; at < starts[text + 1]!; at++) gradient[columns[at]!]! += pull;
      gradient[features]! += pull;
    }
    let squares = 0;
    for (let f = 0; f < features; f++) {
      gradient[f] = gradient[f]! * ratios[f]! + penalty * point[f]!;
      squares += point[f]! ** 2;
    }
    return { value: loss / texts + penalty / 2 * squares, gradient };
  };
}

/** w_f = r_f v_f, `[features]`. */
export function weightsOf(point: Float64Array, ratios: Float64Array): Float64Array {
  return ratios.map((ratio, f) => ratio * point[f]!);
}
