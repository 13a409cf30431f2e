import type { MetricRow } from "../base/mod.ts";
import { requireTaskMatrix, type TaskMatrix } from "./task_matrix.ts";

/** A score on one domain while a stream of domains goes on: an entry of the task × time matrix in long format. */
export type TaskRow = MetricRow & {
  /** Domain that was trained on last; null before any. */
  readonly after: string | null;
  /** Domain that the score is of. */
  readonly on: string;
};

/** Options for {@linkcode taskRows}. */
export interface TaskRowsOptions {
  /** Seed of the run. @default {0} */
  readonly seed?: number;
  /** Name of what was measured. @default {"score"} */
  readonly metric?: string;
}

/**
 * A task matrix as rows, as tables and charts take them; `step` counts the domains that were trained on.
 *
 * @param matrix Scores on each domain after each domain.
 * @param method Name of the method that the scores are of.
 * @param options Seed and metric.
 * @throws {RangeError} If the matrix is not square, finite and named.
 *
 * @example
 * ```ts
 * import { taskMatrix, taskRows } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * const rows = taskRows(taskMatrix(["news"], [[0.75]], { before: [0.5] }), "ofs-dpo");
 * const common = { method: "ofs-dpo", seed: 0, metric: "score", on: "news" };
 * deepEqual(rows, [
 *   { ...common, step: 0, after: null, value: 0.5 },
 *   { ...common, step: 1, after: "news", value: 0.75 },
 * ]);
 * ```
 */
export function taskRows(
  matrix: TaskMatrix,
  method: string,
  { seed = 0, metric = "score" }: TaskRowsOptions = {},
): TaskRow[] {
  requireTaskMatrix(matrix);
  const { domains, before, after } = matrix;
  const measured = [...(before ? [before] : []), ...after];
  const first = before ? 0 : 1;
  return measured.flatMap((row, i) => {
    const step = first + i;
    const common = { method, seed, step, metric, after: domains[step - 1] ?? null };
    return row.map((value, d) => ({ ...common, on: domains[d]!, value }));
  });
}
