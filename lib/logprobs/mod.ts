/**
 * Room `logprobs`.
 *
 * Takes token rows and a model. Gives log-probabilities of answers: the completion tokens alone, in chunks of the
 * vocabulary. Knows no loss. Touches no file.
 *
 * @module
 */
export { answerLogps, answerLogpsAndEntropies } from "./answer_logps.ts";
export { factsOf, lengthsOf, REFERENCE, referenceOf, referenceTensors } from "./carried.ts";
export { answersOf, type BatchTensors, batchTensors, splitAnswers } from "./batch_tensors.ts";
export {
  completionLogps,
  completionLogpsAndEntropies,
  type LogpsOptions,
} from "./completion_logps.ts";
export {
  type LogpsAndEntropies,
  tokenLogps,
  tokenLogpsAndEntropies,
  tokenLogpsOnly,
} from "./head.ts";
export { CHUNK as HEAD_CHUNK } from "./head_chunks.ts";
export { logps } from "./logps.ts";
export { nextTokenLoss } from "./next_token_loss.ts";
export { pairLogps, type PairLogpsOptions } from "./pair_logps.ts";
export { selectRows, sumByRow } from "./select.ts";
