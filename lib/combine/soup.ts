/**
 * The weights of a uniform soup ({@link https://arxiv.org/abs/2203.05482 | Wortsman et al.}): the mean of all modules.
 *
 * @param count Number of modules.
 * @returns `count` times 1/`count`.
 * @throws {RangeError} If `count` is not a whole number ≥ 1.
 *
 * @example
 * ```ts
 * import { soup } from "@fastslow/fastslow/combine";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(soup(4), [0.25, 0.25, 0.25, 0.25]);
 * ```
 */
export function soup(count: number): number[] {
  if (Number.isInteger(count) && count >= 1) return Array(count).fill(1 / count);
  throw new RangeError(
    `Cannot make a soup as the count of modules must be a whole number >= 1: current value is ${count}`,
  );
}
