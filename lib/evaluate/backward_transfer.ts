import { mean } from "./numbers.ts";
import { requireSeveralDomains, requireTaskMatrix, type TaskMatrix } from "./task_matrix.ts";

/**
 * Backward transfer of a stream: what later domains did to the score on a domain since it was trained on,
 * (1/(T−1)) Σ_{i<T} (R_{Tᵢ} − Rᵢᵢ) ({@link https://arxiv.org/abs/1706.08840 | Lopez-Paz and Ranzato 2017}). Negative where
 * domains were forgotten.
 *
 * @param matrix Scores on each domain after each domain.
 * @returns The mean over all domains but the last, in the unit of the scores; higher is better.
 * @throws {RangeError} If there are fewer than 2 domains, or the matrix is not square, finite and named.
 *
 * @example
 * ```ts
 * import { backwardTransfer, taskMatrix } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * equal(backwardTransfer(taskMatrix(["news", "reviews"], [[9, 1], [4, 8]])), -5);
 * ```
 */
export function backwardTransfer(matrix: TaskMatrix): number {
  return mean(backwardTransferByDomain(matrix));
}

/**
 * Backward transfer R_{Tᵢ} − Rᵢᵢ of each domain.
 *
 * @param matrix Scores on each domain after each domain.
 * @returns One number for each domain but the last, `[domains − 1]`.
 * @throws {RangeError} If there are fewer than 2 domains, or the matrix is not square, finite and named.
 *
 * @example
 * ```ts
 * import { backwardTransferByDomain, taskMatrix } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const matrix = taskMatrix(["news", "reviews", "jokes"], [[9, 1, 1], [4, 8, 2], [5, 9, 7]]);
 * deepEqual(backwardTransferByDomain(matrix), [-4, 1]);
 * ```
 */
export function backwardTransferByDomain(matrix: TaskMatrix): number[] {
  requireTaskMatrix(matrix);
  requireSeveralDomains("measure backward transfer", matrix);
  const last = matrix.after.at(-1)!;
  return matrix.after.slice(0, -1).map((row, i) => last[i]! - row[i]!);
}
