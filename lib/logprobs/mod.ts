/**
 * Room `logprobs`.
 *
 * Takes token rows and a model. Gives log-probabilities of answers: the completion tokens alone, in chunks of the
 * vocabulary. Knows no loss. Touches no file.
 *
 * @module
 */
export { CHUNK as HEAD_CHUNK, tokenLogps, tokenLogpsOnly } from "./head.ts";
export { logps } from "./logps.ts";
export {
  answerLogps,
  type BatchTensors,
  batchTensors,
  completionLogps,
  pairLogps,
  type PairLogpsOptions,
} from "./pair_logps.ts";
export { nextTokenLoss } from "./next_token_loss.ts";
export { selectRows, sumByRow } from "./select.ts";
