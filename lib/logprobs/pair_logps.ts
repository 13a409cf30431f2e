/** From token rows to the four vectors that a loss sees. */
import {
  type PairBatch,
  type PairLogps,
  type Tensor,
  type Tensors,
  tf,
  type Vector,
} from "../base/mod.ts";
import { forward, headMatrix, type Linear, type Model, plainLinear } from "../model/mod.ts";
import { tokenLogps, tokenLogpsOnly } from "./head.ts";
import { selectRows, sumByRow } from "./select.ts";

/** A `PairBatch` as tensors; see {@linkcode batchTensors}. */
export type BatchTensors = Tensors;

/** Options for {@linkcode pairLogps}. */
export interface PairLogpsOptions {
  /** Stands in for every affine map. @default {plainLinear} */
  readonly linear?: Linear;
  /** Number of modules that each see the whole batch; see `loraBank`. @default {1} */
  readonly modules?: number;
  /** Rows of one pair: 2, or 1 for a batch of chosen answers alone, whose rejected ones then count 0. @default {2} */
  readonly answers?: 1 | 2;
  /** Whether gradients will be taken. @default {true} */
  readonly gradient?: boolean;
}

/**
 * A batch as tensors, which the caller owns.
 *
 * @returns `ids [rows, time]`, `places`, `targets` and `owners` `[tokens]` (int32), `answerRows` and `completions`
 * `[pairs × answers]` (int32, float32).
 */
export function batchTensors(batch: PairBatch): BatchTensors {
  return {
    ids: tf.tensor2d(batch.ids, [batch.rows, batch.time], "int32"),
    places: tf.tensor1d(batch.places, "int32"),
    targets: tf.tensor1d(batch.targets, "int32"),
    owners: tf.tensor1d(batch.owners, "int32"),
    answerRows: tf.tensor1d(batch.answerRows, "int32"),
    completions: tf.tensor1d(Float32Array.from(batch.completions)),
  };
}

/**
 * Log-probabilities of every answer under each module, all in one pass through the base.
 *
 * Only completion tokens reach the head: a prompt token has no place in the batch's lists, and so cannot count.
 *
 * @param model The frozen base.
 * @param batch See {@linkcode batchTensors}: the first half of its answers are the chosen ones.
 * @returns One `PairLogps` a module.
 */
export function pairLogps(
  model: Model,
  batch: BatchTensors,
  options: PairLogpsOptions = {},
): PairLogps[] {
  const { modules = 1, answers = 2 } = options;
  return tf.tidy(() => {
    const all = answerLogps(model, batch, options);
    // The gradient of a split into one part fails in TensorFlow.js.
    const sums = modules === 1 ? [all] : tf.split(all, modules) as Vector[]; // each [pairs × answers]
    const [chosenLengths, rejectedLengths] = byAnswer(batch.completions as Vector, answers);
    return sums.map((sum) => {
      const [chosen, rejected] = byAnswer(sum, answers);
      return { chosen, rejected, chosenLengths, rejectedLengths };
    });
  });
}

/**
 * log π(y | x) of every answer, summed over its completion tokens.
 *
 * @returns In nats, `[modules × pairs × answers]`.
 */
export function answerLogps(
  model: Model,
  batch: BatchTensors,
  { linear = plainLinear, modules = 1, gradient = true }: PairLogpsOptions = {},
): Vector {
  const { ids, places, targets, owners, answerRows } = batch as Record<keyof BatchTensors, Tensor>;
  const [rows, time] = ids!.shape as [number, number];
  return tf.tidy(() => {
    const hidden = forward(model, tf.tile(ids!, [modules, 1]), { linear });
    const flat = hidden.reshape([modules * rows * time, model.config.width]);
    const selected = selectRows(flat, inEveryBlock(places!, modules, rows * time)); // [modules × tokens, width]
    const perToken = gradient ? tokenLogps : tokenLogpsOnly;
    const logps = perToken(selected, headMatrix(model), tf.tile(targets!, [modules]));
    // One row more in every block takes what belongs to no row.
    const sums = sumByRow(logps, inEveryBlock(owners!, modules, rows + 1), modules * (rows + 1));
    return ofAnswers(sums, inEveryBlock(answerRows!, modules, rows + 1));
  });
}

/** Each answer's sum from its row's; the gradients of answers that share a row add up. */
function ofAnswers(sums: Vector, answerRows: Tensor): Vector {
  const shape = [sums.shape[0], 1] as const;
  return selectRows(sums.reshape([...shape]), answerRows).flatten();
}

/** Indices of one block, repeated for every block with its offset. */
function inEveryBlock(indices: Tensor, blocks: number, size: number): Tensor {
  const offsets = tf.mul(tf.range(0, blocks, 1, "int32"), tf.scalar(size, "int32"));
  return tf.add(offsets.expandDims(1), indices.expandDims(0)).reshape([-1]);
}

function byAnswer(rows: Vector, answers: 1 | 2): [chosen: Vector, rejected: Vector] {
  if (answers === 1) return [rows, tf.zerosLike(rows)];
  return tf.split(rows, 2) as [Vector, Vector];
}
