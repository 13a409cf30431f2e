import { type Matrix, tf } from "../base/mod.ts";
import { HostMatrix } from "./decompose.ts";
import type { CombineMode, Part } from "./mode.ts";
import { stacked } from "./stacked.ts";
import { truncate } from "./truncate.ts";

/** Options for {@linkcode svd}. */
export interface SvdOptions {
  /** Rank of the result, at most the sum of the modules' ranks. @default The largest of the modules' ranks. */
  readonly rank?: number;
}

/**
 * The update of {@linkcode delta} brought back to rank r by its singular value decomposition: of all updates of that rank
 * the nearest one in the Frobenius norm. At the sum of the ranks it is `delta` itself.
 *
 * Decomposed in float64 on the host; of the map's size only the factors are ever held, unless the ranks add up to more.
 *
 * @param options Rank.
 * @throws {RangeError} If `rank` is not a whole number ≥ 1; from `merge`, if it is more than the ranks add up to, or a
 * factor is not finite.
 *
 * @example The larger one of two orthogonal updates stays
 * ```ts
 * import { svd } from "@fastslow/fastslow/combine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const first = { A: tf.tensor2d([[3, 0]]), B: tf.tensor2d([[1], [0]]), scale: 1, weight: 1 };
 * const second = { A: tf.tensor2d([[0, 2]]), B: tf.tensor2d([[0], [1]]), scale: 1, weight: 1 };
 * const { A, B } = await svd({ rank: 1 }).merge([first, second], 0);
 * deepEqual(await tf.round(tf.matMul(B, A)).data(), new Float32Array([3, 0, 0, 0]));
 * ```
 */
export function svd({ rank }: SvdOptions = {}): CombineMode {
  if (rank !== undefined && !(Number.isInteger(rank) && rank >= 1)) {
    throw new RangeError(
      `Cannot combine by svd as rank must be a whole number >= 1: current value is ${rank}`,
    );
  }
  return {
    name: "svd",
    equalRanks: false,
    merge: async (parts) => {
      const ranks = parts.map(({ A }) => A.shape[0]);
      requireWithin(rank, ranks.reduce((a, b) => a + b, 0));
      const { A, B } = truncate(await onHost(parts), rank ?? Math.max(...ranks));
      return { A: onEngine(A), B: onEngine(B) };
    },
  };
}

function requireWithin(rank: number | undefined, most: number): void {
  if (rank === undefined || rank <= most) return;
  throw new RangeError(
    `Cannot combine by svd as rank must be <= ${most}, the sum of the modules' ranks: current value is ${rank}`,
  );
}

/** The stacked factors in float64. */
async function onHost(parts: readonly Part[]) {
  const { A, B } = stacked(parts);
  try {
    return { A: await read(A), B: await read(B) };
  } finally {
    tf.dispose([A, B]);
  }
}

async function read(x: Matrix): Promise<HostMatrix> {
  const numbers = await x.data<"float32">();
  // The iteration behind the decomposition need not end on anything else.
  if (!numbers.every(Number.isFinite)) {
    throw new RangeError("Cannot combine by svd as a factor holds a number that is not finite");
  }
  return HostMatrix.from1DArray(...x.shape, [...numbers]);
}

function onEngine(x: HostMatrix): Matrix {
  return tf.tensor2d(Float32Array.from(x.to1DArray()), [x.rows, x.columns]);
}
