/** From token rows to the four vectors that a loss sees. */
import {
  type PairBatch,
  type PairLogps,
  type Tensor,
  type Tensors,
  tf,
  type Vector,
} from "../base/mod.ts";
import {
  forward,
  headMatrix,
  type Linear,
  type Model,
  plainLinear,
  segmentMask,
} from "../model/mod.ts";
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
  /** Texts of one pair: 2, or 1 for a batch of chosen answers alone, whose rejected ones then count 0. @default {2} */
  readonly answers?: 1 | 2;
  /** Whether gradients will be taken. @default {true} */
  readonly gradient?: boolean;
}

/**
 * A batch as tensors, which the caller owns.
 *
 * @returns `ids`, `positions`, `segments`, `parents` `[rows, time]`, `places`, `targets`, `owners` `[tokens]` and
 * `answerTexts` `[pairs × answers]`, all int32, and `completions` `[pairs × answers]`, float32.
 */
export function batchTensors(batch: PairBatch): BatchTensors {
  const block = (ids: Int32Array) => tf.tensor2d(ids, [batch.rows, batch.time], "int32");
  const list = (ids: Int32Array) => tf.tensor1d(ids, "int32");
  return {
    ids: block(batch.ids),
    positions: block(batch.positions),
    segments: block(batch.segments),
    parents: block(batch.parents),
    places: list(batch.places),
    targets: list(batch.targets),
    owners: list(batch.owners),
    answerTexts: list(batch.answerTexts),
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
  options: PairLogpsOptions = {},
): Vector {
  const { modules = 1 } = options;
  const { owners, answerTexts } = batch as Record<keyof BatchTensors, Tensor>;
  // One sum a text, of which there are at most as many as answers, and one for what belongs to none.
  const sums = answerTexts!.shape[0]! + 1;
  return tf.tidy(() => {
    const logps = completionLogps(model, batch, options);
    const byText = sumByRow(logps, inEveryBlock(owners!, modules, sums), modules * sums);
    return ofAnswers(byText, inEveryBlock(answerTexts!, modules, sums));
  });
}

/**
 * log π of every completion token under each module, all in one pass through the base.
 *
 * @returns In nats, `[modules × tokens]`, in order of the batch's lists.
 */
export function completionLogps(
  model: Model,
  batch: BatchTensors,
  { linear = plainLinear, modules = 1, gradient = true }: PairLogpsOptions = {},
): Vector {
  const { ids, positions, segments, parents, places, targets } = batch as Record<
    keyof BatchTensors,
    Tensor
  >;
  const [rows, time] = ids!.shape as [number, number];
  const forAll = (x: Tensor) => tf.tile(x, [modules, ...x.shape.slice(1).map(() => 1)]);
  return tf.tidy(() => {
    const hidden = forward(model, forAll(ids!), {
      linear,
      positions: forAll(positions!),
      mask: forAll(segmentMask(segments!, parents!)),
    });
    const flat = hidden.reshape([modules * rows * time, model.config.width]);
    const selected = selectRows(flat, inEveryBlock(places!, modules, rows * time)); // [modules × tokens, width]
    const perToken = gradient ? tokenLogps : tokenLogpsOnly;
    return perToken(selected, headMatrix(model), forAll(targets!));
  });
}

/** Each answer's sum from its text's; the gradients of answers that share a text add up. */
function ofAnswers(sums: Vector, answerTexts: Tensor): Vector {
  const shape = [sums.shape[0], 1] as const;
  return selectRows(sums.reshape([...shape]), answerTexts).flatten();
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
