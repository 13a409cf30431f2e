import { mean } from "./numbers.ts";
import { requireSeveralDomains, requireTaskMatrix, type TaskMatrix } from "./task_matrix.ts";

/** Options for {@linkcode forgettingByDomain}. */
export interface ForgettingOptions {
  /** k: after how many domains it is measured, from 2. @default all domains */
  readonly after?: number;
}

/**
 * Forgetting of a stream: how far the score on a domain fell from the best it ever had, (1/(T−1)) Σ_{i<T} (max_{t<T} Rₜᵢ −
 * R_{Tᵢ}) ({@link https://arxiv.org/abs/1801.10112 | Chaudhry et al. 2018}). The last domain does not count: there was no
 * time to forget it. It is negative where domains score better at the end than ever before.
 *
 * @param matrix Scores on each domain after each domain; those before any training are passed over.
 * @returns The mean over domains, in the unit of the scores; lower is better.
 * @throws {RangeError} If there are fewer than 2 domains, or the matrix is not square, finite and named.
 *
 * @example
 * ```ts
 * import { forgetting, taskMatrix } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * equal(forgetting(taskMatrix(["news", "reviews"], [[9, 1], [4, 8]])), 5);
 * equal(forgetting(taskMatrix(["news", "reviews"], [[9, 1], [10, 8]])), -1);
 * ```
 */
export function forgetting(matrix: TaskMatrix): number {
  return mean(forgettingByDomain(matrix));
}

/**
 * Forgetting of each domain after k of them, f_i^k = max_{t<k} Rₜᵢ − R_{kᵢ} for i < k
 * ({@link https://arxiv.org/abs/1801.10112 | Chaudhry et al. 2018}).
 *
 * @param matrix Scores on each domain after each domain.
 * @param options After how many domains.
 * @returns One number for each domain but the k-th and later ones, `[k − 1]`; may be negative.
 * @throws {RangeError} If there are fewer than 2 domains, `after` is not one of 2 … T, or the matrix is not square, finite
 * and named.
 *
 * @example
 * ```ts
 * import { forgettingByDomain, taskMatrix } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const matrix = taskMatrix(["news", "reviews", "jokes"], [[9, 1, 1], [4, 8, 2], [5, 9, 7]]);
 * deepEqual(forgettingByDomain(matrix), [4, -1]);
 * deepEqual(forgettingByDomain(matrix, { after: 2 }), [5]);
 * ```
 */
export function forgettingByDomain(
  matrix: TaskMatrix,
  { after = matrix.domains.length }: ForgettingOptions = {},
): number[] {
  requireTaskMatrix(matrix);
  requireSeveralDomains("measure forgetting", matrix);
  if (!(Number.isInteger(after) && after >= 2 && after <= matrix.domains.length)) {
    throw new RangeError(
      `Cannot measure forgetting as after must be one of 2 to ${matrix.domains.length}: current value is ${after}`,
    );
  }
  const [earlier, now] = [matrix.after.slice(0, after - 1), matrix.after[after - 1]!];
  return earlier.map((_, i) => Math.max(...earlier.map((row) => row[i]!)) - now[i]!);
}

/**
 * Forgetting while the stream goes on: its mean over domains after each domain but the first.
 *
 * @param matrix Scores on each domain after each domain.
 * @returns F₂ … F_T, `[domains − 1]`; the last is {@linkcode forgetting}.
 * @throws {RangeError} If there are fewer than 2 domains, or the matrix is not square, finite and named.
 *
 * @example
 * ```ts
 * import { forgettingCurve, taskMatrix } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const matrix = taskMatrix(["news", "reviews", "jokes"], [[9, 1, 1], [4, 8, 2], [5, 9, 7]]);
 * deepEqual(forgettingCurve(matrix), [5, 1.5]);
 * ```
 */
export function forgettingCurve(matrix: TaskMatrix): number[] {
  requireTaskMatrix(matrix);
  requireSeveralDomains("measure forgetting", matrix);
  return matrix.domains.slice(1).map((_, i) => mean(forgettingByDomain(matrix, { after: i + 2 })));
}
