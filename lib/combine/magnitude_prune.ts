import { factorwise, weightedSum } from "./factorwise.ts";
import type { CombineMode } from "./mode.ts";
import { keepLargest, requireDensity } from "./prune.ts";

/** Options for {@linkcode magnitudePrune}. */
export interface MagnitudePruneOptions {
  /** Share of each factor's numbers that stay, in (0, 1]. @default {0.5} */
  readonly density?: number;
}

/**
 * {@link https://huggingface.co/docs/peft | PEFT}'s `magnitude_prune`: each factor keeps its numbers of largest magnitude,
 * then as {@linkcode linear}.
 *
 * @param options Density.
 * @throws {RangeError} If `density` is not in (0, 1].
 *
 * @example Half of A stays
 * ```ts
 * import { magnitudePrune } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const part = { A: tf.tensor2d([[1, -4, 2, 3]]), B: tf.tensor2d([[1], [1]]), scale: 1, weight: 1 };
 * const { A } = await magnitudePrune({ density: 0.5 }).merge([part], 0);
 * deepEqual(await A.data(), new Float32Array([0, -4, 0, 3]));
 * ```
 */
export function magnitudePrune({ density = 0.5 }: MagnitudePruneOptions = {}): CombineMode {
  requireDensity("magnitude_prune", density);
  return factorwise(
    "magnitude_prune",
    (factors, coefficients) =>
      weightedSum(factors.map((factor) => keepLargest(factor, density)), coefficients),
  );
}
