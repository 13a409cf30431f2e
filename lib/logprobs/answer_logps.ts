import { type Tensor, tf, type Vector } from "../base/mod.ts";
import type { Model } from "../model/mod.ts";
import type { BatchTensors } from "./batch_tensors.ts";
import {
  completionLogps,
  completionLogpsAndEntropies,
  type LogpsOptions,
} from "./completion_logps.ts";
import type { LogpsAndEntropies } from "./head.ts";
import { selectRows, sumByRow } from "./select.ts";

/**
 * log π(y | x) of every answer, summed over its completion tokens.
 *
 * @returns In nats, `[pairs × answers]`.
 */
export function answerLogps(
  model: Model,
  batch: BatchTensors,
  options: LogpsOptions = {},
): Vector {
  return tf.tidy(() => sumsByAnswer(completionLogps(model, batch, options), batch));
}

/**
 * log π(y | x) of every answer, and the entropy of the next token averaged over its completion tokens, without gradients.
 *
 * @returns In nats and in units of log |V|, `[pairs × answers]` each.
 */
export function answerLogpsAndEntropies(
  model: Model,
  batch: BatchTensors,
  options: Omit<LogpsOptions, "gradient"> = {},
): LogpsAndEntropies {
  return tf.tidy(() => {
    const { logps, entropies } = completionLogpsAndEntropies(model, batch, options);
    return {
      logps: sumsByAnswer(logps, batch),
      entropies: tf.div(sumsByAnswer(entropies, batch), batch.completions!.flatten()) as Vector,
    };
  });
}

/** Sums of what stands token by token, `[pairs × answers]`. */
function sumsByAnswer(values: Vector, batch: BatchTensors): Vector {
  const { owners, answerTexts } = batch as Record<keyof BatchTensors, Tensor>;
  // One sum a text, of which there are at most as many as answers, and one for what belongs to none.
  const sums = answerTexts!.shape[0]! + 1;
  const byText = sumByRow(values, owners!, sums);
  // The gradients of answers that share a text add up.
  return selectRows(byText.reshape([sums, 1]), answerTexts!).flatten();
}
