/** Log-probabilities averaged over each answer's tokens. */
import { type PairLogps, tf } from "../base/mod.ts";

/** log π(y) / |y| of every answer in place of log π(y). */
export function perToken(logps: PairLogps): PairLogps {
  return {
    ...logps,
    chosen: tf.div(logps.chosen, logps.chosenLengths),
    rejected: tf.div(logps.rejected, logps.rejectedLengths),
  };
}
