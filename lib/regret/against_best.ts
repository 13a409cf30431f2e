/** Cumulative regret against one comparator: its name, and R_t. */
export type NamedCurve = readonly [name: string, curve: readonly number[]];

/**
 * The comparator with the lowest loss in all, which is the one against which regret ends highest; of equal ones the first.
 *
 * @throws {RangeError} If there is no comparator.
 */
export function againstBest([first, ...others]: readonly NamedCurve[]): NamedCurve {
  if (first === undefined) {
    throw new RangeError("Cannot measure regret as there must be a comparator: current count is 0");
  }
  return others.reduce((a, b) => b[1].at(-1)! > a[1].at(-1)! ? b : a, first);
}
