import type { ReadAllOptions } from "./types.ts";

/**
 * Collects a stream into an array.
 *
 * @param items What a reader streams.
 * @param options How many items at most.
 * @throws {RangeError} If `limit` is negative or NaN, and whatever the stream throws.
 *
 * @example
 * ```ts
 * import { readAll } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * async function* letters() {
 *   yield* ["a", "b", "c"];
 * }
 *
 * deepEqual(await readAll(letters(), { limit: 2 }), ["a", "b"]);
 * ```
 */
export async function readAll<T>(
  items: AsyncIterable<T>,
  { limit = Infinity }: ReadAllOptions = {},
): Promise<T[]> {
  if (!(limit >= 0)) {
    throw new RangeError(
      `Cannot collect items as limit must be ≥ 0: current value is ${limit}`,
    );
  }
  const collected: T[] = [];
  if (limit === 0) return collected;
  for await (const item of items) {
    collected.push(item);
    if (collected.length >= limit) break;
  }
  return collected;
}
