import { mean } from "./numbers.ts";
import { requireSeveralDomains, requireTaskMatrix, type TaskMatrix } from "./task_matrix.ts";

/**
 * Forward transfer of a stream: what earlier domains did to the score on a domain before it was trained on,
 * (1/(T−1)) Σ_{i>1} (R_{i−1,i} − R₀ᵢ) ({@link https://arxiv.org/abs/1706.08840 | Lopez-Paz and Ranzato 2017}, whose b̄ᵢ, the
 * score of a random start, is R₀ᵢ here: the score of the model that the stream began with).
 *
 * @param matrix Scores on each domain before any and after each domain.
 * @returns The mean over all domains but the first, in the unit of the scores; higher is better.
 * @throws {RangeError} If there are fewer than 2 domains, `before` is missing, or the matrix is not square, finite and
 * named.
 *
 * @example
 * ```ts
 * import { forwardTransfer, taskMatrix } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * equal(forwardTransfer(taskMatrix(["news", "reviews"], [[9, 3], [4, 8]], { before: [1, 2] })), 1);
 * ```
 */
export function forwardTransfer(matrix: TaskMatrix): number {
  return mean(forwardTransferByDomain(matrix));
}

/**
 * Forward transfer R_{i−1,i} − R₀ᵢ of each domain.
 *
 * @param matrix Scores on each domain before any and after each domain.
 * @returns One number for each domain but the first, `[domains − 1]`.
 * @throws {RangeError} If there are fewer than 2 domains, `before` is missing, or the matrix is not square, finite and
 * named.
 *
 * @example
 * ```ts
 * import { forwardTransferByDomain, taskMatrix } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const scores = [[9, 1, 1], [4, 8, 2], [5, 9, 7]];
 * const matrix = taskMatrix(["news", "reviews", "jokes"], scores, { before: [0, 2, 0] });
 * deepEqual(forwardTransferByDomain(matrix), [-1, 2]);
 * ```
 */
export function forwardTransferByDomain(matrix: TaskMatrix): number[] {
  requireTaskMatrix(matrix);
  requireSeveralDomains("measure forward transfer", matrix);
  const { before, after } = matrix;
  if (before === undefined) {
    throw new RangeError(
      "Cannot measure forward transfer as before must hold the scores before any training: current value is undefined",
    );
  }
  return after.slice(0, -1).map((row, i) => row[i + 1]! - before[i + 1]!);
}
