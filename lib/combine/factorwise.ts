import { type Matrix, type Tensor, tf } from "../base/mod.ts";
import type { CombineMode, Part } from "./mode.ts";
import { type Coefficients, roots } from "./stacked.ts";

/** Where a factor stands: what seeds are folded with. */
export interface Place {
  /** Index of the map. */
  readonly map: number;
  /** 0 for A, 1 for B. */
  readonly factor: 0 | 1;
}

/** Combines one factor of all modules, `[rows, columns]` each, with what each is multiplied with. */
export type MergeFactor = (
  factors: readonly Matrix[],
  coefficients: readonly number[],
  place: Place,
) => Tensor;

/**
 * A mode that combines all A and all B, each for itself. The product of two sums has cross terms B_i A_j: these modes do
 * not give Σ λ_i ΔW_i, and need equal ranks.
 *
 * @param coefficients What the factors of a module are multiplied with.
 */
export function factorwise(
  name: string,
  merge: MergeFactor,
  coefficients: (part: Part) => Coefficients = roots,
): CombineMode {
  const mergeAll = (parts: readonly Part[], map: number) => {
    const each = parts.map(coefficients);
    return tf.tidy(() => ({
      A: merge(parts.map(({ A }) => A), each.map(({ A }) => A), { map, factor: 0 }) as Matrix,
      B: merge(parts.map(({ B }) => B), each.map(({ B }) => B), { map, factor: 1 }) as Matrix,
    }));
  };
  return { name, equalRanks: true, merge: mergeAll };
}

/** Σ c_i x_i. */
export function weightedSum(factors: readonly Tensor[], coefficients: readonly number[]): Tensor {
  return tf.addN(factors.map((factor, i) => tf.mul(factor, coefficients[i]!)));
}
