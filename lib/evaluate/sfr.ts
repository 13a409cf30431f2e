import { requireSeveralDomains, requireTaskMatrix, type TaskMatrix } from "./task_matrix.ts";

/**
 * SFR, score forgetting ratio: rPMS on the first task's test set after training on that task, less the same after training
 * on the last. With two tasks it is {@linkcode forgetting}. Its name says ratio; it is a difference. The definition is
 * ours, after the description of CPPO's metrics, not quoted from its paper.
 *
 * @param matrix {@linkcode rpms} on each task's test set after each task.
 * @returns The drop, in the preference model's unit; lower is better, negative where the score rose.
 * @throws {RangeError} If there are fewer than 2 tasks, or the matrix is not square, finite and named.
 *
 * @example
 * ```ts
 * import { sfr, taskMatrix } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * equal(sfr(taskMatrix(["relationships", "others"], [[3, 1], [2.5, 2]])), 0.5);
 * ```
 */
export function sfr(matrix: TaskMatrix): number {
  requireTaskMatrix(matrix);
  requireSeveralDomains("compute SFR", matrix);
  return matrix.after[0]![0]! - matrix.after.at(-1)![0]!;
}
