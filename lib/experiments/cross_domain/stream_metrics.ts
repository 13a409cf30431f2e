/** A run over all domains in few numbers. */
import {
  averagePerformance,
  backwardTransfer,
  forgetting,
  forwardTransfer,
  mean,
  type TaskMatrix,
  taskMatrix,
} from "../../evaluate/mod.ts";
import type { DomainMetrics } from "./measure.ts";

/** What the matrix is made of: ranking held-out pairs is what every domain has. */
export const MATRIX_METRIC = "accuracy";

/** The task × time matrix of a metric. */
export function matrixOf(
  domains: readonly string[],
  before: DomainMetrics,
  after: readonly DomainMetrics[],
  metric: string = MATRIX_METRIC,
): TaskMatrix {
  const row = (metrics: DomainMetrics) => domains.map((name) => metrics[`${metric}/${name}`]!);
  return taskMatrix(domains, after.map(row), { before: row(before) });
}

/** Average performance, accuracy on each domain just after it, forgetting and transfer; the last three need two domains. */
export function streamMetrics(matrix: TaskMatrix): Record<string, number> {
  const single = {
    average: averagePerformance(matrix),
    learnt: mean(matrix.after.map((row, t) => row[t]!)),
    newest: matrix.after.at(-1)!.at(-1)!,
  };
  if (matrix.domains.length < 2) return single;
  return {
    ...single,
    forgetting: forgetting(matrix),
    backward_transfer: backwardTransfer(matrix),
    forward_transfer: forwardTransfer(matrix),
  };
}

/** What samples are graded by. */
const GRADE = "reward_logit";

/**
 * SFR: how far the mean grade of samples on the first domain fell between its own end and that of the last; nothing where
 * domains have no samples, or there is only one.
 */
export function scoreForgetting(
  [first, ...others]: readonly string[],
  after: readonly DomainMetrics[],
): Record<string, number> {
  const [then, now] = [after[0], after.at(-1)].map((metrics) => metrics?.[`${GRADE}/${first}`]);
  return others.length === 0 || then === undefined || now === undefined ? {} : { sfr: then - now };
}
