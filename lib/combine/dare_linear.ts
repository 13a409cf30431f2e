import { type DareOptions, dropper } from "./dare.ts";
import { factorwise, weightedSum } from "./factorwise.ts";
import type { CombineMode } from "./mode.ts";

/**
 * DARE ({@link https://arxiv.org/abs/2311.03099 | Yu et al.}) on each factor, as in
 * {@link https://huggingface.co/docs/peft | PEFT}: numbers are dropped at random and the others divided by `density`, then
 * as {@linkcode linear}, which is also the mean over all keys.
 *
 * @param options Density and seed of the masks, and whether modules share them.
 * @throws {RangeError} If `density` is not in (0, 1].
 *
 * @example Numbers are doubled or dropped
 * ```ts
 * import { dareLinear } from "@fastslow/fastslow/combine";
 * import { key, tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const part = { A: tf.ones<tf.Rank.R2>([4, 64]), B: tf.ones<tf.Rank.R2>([8, 4]), scale: 1, weight: 1 };
 * const { A } = await dareLinear({ density: 0.5, key: key(0) }).merge([part], 0);
 * deepEqual([...new Set(await A.data())].sort(), [0, 2]);
 * ```
 */
export function dareLinear(options: DareOptions): CombineMode {
  const drop = dropper("dare_linear", options);
  return factorwise(
    "dare_linear",
    (factors, coefficients, place) => weightedSum(drop(factors, place), coefficients),
  );
}
