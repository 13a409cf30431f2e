/** A running sum with what rounding has lost (Neumaier, 1974), plain data. */
export interface CompensatedSum {
  /** Sum as it is rounded. */
  readonly sum: number;
  /** What is to be added to it. */
  readonly lost: number;
}

/** The empty sum. */
export const NOTHING: CompensatedSum = { sum: 0, lost: 0 };

/** The sum with one more number. */
export function plusExactly({ sum, lost }: CompensatedSum, x: number): CompensatedSum {
  const next = sum + x;
  const error = Math.abs(sum) >= Math.abs(x) ? (sum - next) + x : (x - next) + sum;
  return { sum: next, lost: lost + error };
}

/** The number that a sum stands for. */
export function totalOf({ sum, lost }: CompensatedSum): number {
  return sum + lost;
}
