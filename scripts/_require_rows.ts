/** Data without rows, of which a script has nothing to say. */

/**
 * Refuses data without rows.
 *
 * @param count How many rows were read.
 * @param data The data as the user named it.
 * @throws {RangeError} If there are none.
 */
export function requireRows(count: number, data: string): void {
  if (count > 0) return;
  throw new RangeError(`Cannot use ${data} as it has 0 rows: give a file with at least one`);
}
