/** Few shapes for many batches. */

/** What the shape of a batch is rounded up to, so that batches of a run have few shapes; see {@linkcode roundUp}. */
export interface Bucket {
  /** Least step of the padded length of a row, in tokens. */
  readonly time: number;
  /** Least step of the number of completion tokens. */
  readonly tokens: number;
  /** Least step of the number of rows, which differs with what is shared and what fits together. @default {1} */
  readonly rows?: number;
  /** Significant binary digits of what is rounded up. @default {3} */
  readonly digits?: number;
}

/**
 * The least multiple of `step` that is not below `count` and is `step` times a number of at most `digits` significant
 * binary digits. Three of them are 1 … 8, 10, 12, 14, 16, 20, …, which exceeds a large count by less than a quarter, and by a
 * tenth on average; two are 1, 2, 3, 4, 6, 8, 12, …
 *
 * @throws {RangeError} If `step` is not a whole number ≥ 1.
 *
 * @example
 * ```ts
 * import { roundUp } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([1, 32, 33, 260, 300].map((count) => roundUp(count, 32)), [32, 32, 64, 320, 320]);
 * ```
 */
export function roundUp(count: number, step: number, digits: number = 3): number {
  if (!(Number.isInteger(step) && step >= 1)) {
    throw new RangeError(
      `Cannot round up as the step must be a whole number ≥ 1: current value is ${step}`,
    );
  }
  const steps = Math.ceil(count / step);
  const length = Math.floor(Math.log2(Math.max(1, steps))) + 1;
  const unit = 2 ** Math.max(0, length - digits);
  return Math.ceil(steps / unit) * unit * step;
}
