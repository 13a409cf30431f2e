/** Log-probabilities from plain numbers, for tests and examples. */
import { type PairLogps, tf } from "../base/mod.ts";

/**
 * Makes the vectors that a loss sees from arrays.
 *
 * @param arrays Summed log-probabilities in nats, one for each chosen and for each rejected answer; lengths in tokens, which
 * default to 1; mean entropies in units of log |V|, where a loss asks for them.
 * @returns Vectors of shape `[pairs]` and `[K × pairs]`, which the caller owns.
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
  { chosen, rejected, chosenLengths, rejectedLengths, chosenEntropies, rejectedEntropies }: {
    readonly chosen: readonly number[];
    readonly rejected: readonly number[];
    readonly chosenLengths?: readonly number[];
    readonly rejectedLengths?: readonly number[];
    readonly chosenEntropies?: readonly number[];
    readonly rejectedEntropies?: readonly number[];
  },
): PairLogps {
  return {
    chosen: tf.tensor1d([...chosen]),
    rejected: tf.tensor1d([...rejected]),
    chosenLengths: tf.tensor1d([...chosenLengths ?? chosen.map(() => 1)]),
    rejectedLengths: tf.tensor1d([...rejectedLengths ?? rejected.map(() => 1)]),
    ...(chosenEntropies && { chosenEntropies: tf.tensor1d([...chosenEntropies]) }),
    ...(rejectedEntropies && { rejectedEntropies: tf.tensor1d([...rejectedEntropies]) }),
  };
}
