/** Log-probabilities from plain numbers, for tests and examples. */
import { type PairLogps, tf } from "../base/mod.ts";

/**
 * Makes the four vectors that a loss sees from arrays.
 *
 * @param arrays Summed log-probabilities in nats, one a pair; lengths in tokens default to 1.
 * @returns Vectors of shape `[pairs]`, which the caller owns.
 *
 * @example
 * ```ts
 * import { logps } from "@fastslow/fastslow";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(await logps({ chosen: [-3], rejected: [-5] }).chosen.data(), new Float32Array([-3]));
 * ```
 */
export function logps(
  { chosen, rejected, chosenLengths, rejectedLengths }: {
    readonly chosen: readonly number[];
    readonly rejected: readonly number[];
    readonly chosenLengths?: readonly number[];
    readonly rejectedLengths?: readonly number[];
  },
): PairLogps {
  const ones = chosen.map(() => 1);
  return {
    chosen: tf.tensor1d([...chosen]),
    rejected: tf.tensor1d([...rejected]),
    chosenLengths: tf.tensor1d([...chosenLengths ?? ones]),
    rejectedLengths: tf.tensor1d([...rejectedLengths ?? ones]),
  };
}
