/** Which rows each step sees. */
import { fold, type Key, permutation } from "../base/mod.ts";

/** A stream of batches over `rows` rows, in file order or shuffled anew each epoch. */
export interface Stream {
  /** Number of rows. */
  readonly rows: number;
  /** Rows of a batch; the last one of an epoch may have fewer. */
  readonly batchSize: number;
  /** Shuffles each epoch from its own child of this key. @default {file order} */
  readonly shuffle?: Key;
}

/** Steps of one epoch. */
export function stepsPerEpoch({ rows, batchSize }: Stream): number {
  return Math.ceil(rows / batchSize);
}

/**
 * Row numbers of a step, counted from 0. The stream has no state: the step alone says where it stands, which is why a
 * resumed run sees what an unbroken one would.
 *
 * @example
 * ```ts
 * import { rowsOfStep } from "@fastslow/fastslow/train";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([...rowsOfStep({ rows: 5, batchSize: 2 }, 2)], [4]);
 * deepEqual([...rowsOfStep({ rows: 5, batchSize: 2 }, 3)], [0, 1]);
 * ```
 */
export function rowsOfStep(stream: Stream, step: number): Int32Array {
  const perEpoch = stepsPerEpoch(stream);
  const epoch = Math.floor(step / perEpoch);
  const start = step % perEpoch * stream.batchSize;
  const order = stream.shuffle
    ? permutation(fold(stream.shuffle, epoch), stream.rows)
    : Int32Array.from({ length: stream.rows }, (_, i) => i);
  return order.subarray(start, start + stream.batchSize);
}
