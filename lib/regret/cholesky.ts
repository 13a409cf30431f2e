/**
 * The solution x of (A + μI) x = b for a symmetric A, by Cholesky's factors; undefined where A + μI is not positive definite.
 *
 * @param matrix A, row by row, `[n × n]`; its upper triangle is not read.
 * @param b Right side, `[n]`.
 * @param mu μ, added to the diagonal.
 */
export function solveShifted(
  matrix: Float64Array,
  b: Float64Array,
  mu: number,
): Float64Array | undefined {
  const n = b.length;
  const lower = factor(matrix, n, mu);
  if (!lower) return undefined;
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) x[i]! -= lower[i * n + j]! * x[j]!;
    x[i]! /= lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= lower[j * n + i]! * x[j]!;
    x[i]! /= lower[i * n + i]!;
  }
  return x;
}

/** L with L Lᵀ = A + μI. */
function factor(matrix: Float64Array, n: number, mu: number): Float64Array | undefined {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]! + (i === j ? mu : 0);
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i === j && !(sum > 0)) return undefined;
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j]!;
    }
  }
  return lower;
}
