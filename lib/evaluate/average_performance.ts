import { mean } from "./numbers.ts";
import { requireTaskMatrix, type TaskMatrix } from "./task_matrix.ts";

/**
 * Average performance of a stream: the mean score over all domains after training on the last, (1/T) Σᵢ R_{Tᵢ}
 * ({@link https://arxiv.org/abs/1706.08840 | Lopez-Paz and Ranzato 2017}).
 *
 * @param matrix Scores on each domain after each domain.
 * @returns The mean, in the unit of the scores.
 * @throws {RangeError} If the matrix is not square, finite and named.
 *
 * @example
 * ```ts
 * import { averagePerformance, taskMatrix } from "@fastslow/fastslow/evaluate";
 * import { equal } from "node:assert/strict";
 *
 * equal(averagePerformance(taskMatrix(["news", "reviews"], [[9, 1], [4, 8]])), 6);
 * ```
 */
export function averagePerformance(matrix: TaskMatrix): number {
  return averagePerformanceCurve(matrix).at(-1)!;
}

/**
 * Average performance while the stream goes on: after domain t the mean score over domains 1 … t, those trained on so far
 * (A_k of {@link https://arxiv.org/abs/1801.10112 | Chaudhry et al. 2018}).
 *
 * @param matrix Scores on each domain after each domain.
 * @returns One mean after each domain, `[domains]`; the last is {@linkcode averagePerformance}.
 * @throws {RangeError} If the matrix is not square, finite and named.
 *
 * @example
 * ```ts
 * import { averagePerformanceCurve, taskMatrix } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(averagePerformanceCurve(taskMatrix(["news", "reviews"], [[9, 1], [4, 8]])), [9, 6]);
 * ```
 */
export function averagePerformanceCurve(matrix: TaskMatrix): number[] {
  requireTaskMatrix(matrix);
  return matrix.after.map((row, t) => mean(row.slice(0, t + 1)));
}
