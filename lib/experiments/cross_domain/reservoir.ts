import { fold, type Key, uniform } from "../../base/mod.ts";

/**
 * A uniform sample of a stream, kept as it goes by: algorithm R
 * ({@link https://doi.org/10.1145/3147.3165 | Vitter, 1985}).
 *
 * @param stream What goes by.
 * @param size Most that is kept.
 * @throws {RangeError} If `size` is not a whole number ≥ 1.
 *
 * @example A short stream is kept whole
 * ```ts
 * import { reservoir } from "@fastslow/fastslow/experiments";
 * import { key } from "@fastslow/fastslow/base";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * deepEqual(reservoir([1, 2, 3], 5, key(0)), [1, 2, 3]);
 * equal(reservoir([1, 2, 3], 2, key(0)).length, 2);
 * ```
 */
export function reservoir<T>(stream: Iterable<T>, size: number, key: Key): T[] {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw new RangeError(
      `Cannot keep a memory as its size must be a whole number ≥ 1: current value is ${size}`,
    );
  }
  const kept: T[] = [];
  let seen = 0;
  for (const item of stream) {
    seen++;
    if (kept.length < size) kept.push(item);
    else {
      const place = Math.floor(uniform(fold(key, seen), 1)[0]! * seen);
      if (place < size) kept[place] = item;
    }
  }
  return kept;
}
