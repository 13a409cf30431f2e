/** Logistic functions, and rows of features. */

/** log(1 + e^−z) without overflow. */
export function logistic(z: number): number {
  return Math.max(0, -z) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** σ(z) without overflow. */
export function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

/** Mean over rows of weight · row, `[dimension]`. */
export function weightedMean(
  rows: ArrayLike<number>,
  weights: ArrayLike<number>,
  dimension: number,
): Float64Array {
  const mean = new Float64Array(dimension);
  for (let row = 0; row < weights.length; row++) {
    addRow(mean, rows, row, weights[row]! / weights.length);
  }
  return mean;
}

/** ⟨θ, row⟩. */
export function product(theta: ArrayLike<number>, rows: ArrayLike<number>, row: number): number {
  const at = row * theta.length;
  let sum = 0;
  for (let i = 0; i < theta.length; i++) sum += theta[i]! * rows[at + i]!;
  return sum;
}

/** Adds weight · row. */
export function addRow(
  sum: Float64Array,
  rows: ArrayLike<number>,
  row: number,
  weight: number,
): void {
  const at = row * sum.length;
  for (let i = 0; i < sum.length; i++) sum[i]! += weight * rows[at + i]!;
}
