/** From token rows to the four vectors that a loss sees. */
import {
  mapTree,
  type PairBatch,
  type PairLogps,
  type Tensor,
  type Tensors,
  tf,
  type Vector,
} from "../base/mod.ts";
import { independentParts } from "../engine/mod.ts";
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

/** Options for {@linkcode answerLogps} and {@linkcode completionLogps}. */
export interface LogpsOptions {
  /** Stands in for every affine map. @default {plainLinear} */
  readonly linear?: Linear;
  /** Whether gradients will be taken. @default {true} */
  readonly gradient?: boolean;
  /** Parts that the rows go through the model in, independent of each other. @default {independentParts()} */
  readonly parts?: number;
}

/** Options for {@linkcode pairLogps}. */
export interface PairLogpsOptions {
  /** Stands in for every affine map, one for each policy, such as `loraBank([module], scale)`. @default {[plainLinear]} */
  readonly linears?: readonly Linear[];
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
 * Log-probabilities of every answer under each policy.
 *
 * Only completion tokens reach the head: a prompt token has no place in the batch's lists, and so cannot count. Policies
 * know nothing of each other, so that in one recorded graph the threads of one compute while those of another wait.
 *
 * @param model The frozen base.
 * @param batch See {@linkcode batchTensors}: the first half of its answers are the chosen ones.
 * @returns One `PairLogps` a policy.
 */
export function pairLogps(
  model: Model,
  batch: BatchTensors,
  { linears = [plainLinear], answers = 2, gradient = true }: PairLogpsOptions = {},
): PairLogps[] {
  return tf.tidy(() => {
    const [chosenLengths, rejectedLengths] = byAnswer(batch.completions as Vector, answers);
    const parts = Math.ceil(independentParts() / linears.length);
    return linears.map((linear) => {
      const sums = answerLogps(model, batch, { linear, gradient, parts });
      const [chosen, rejected] = byAnswer(sums, answers);
      return { chosen, rejected, chosenLengths, rejectedLengths };
    });
  });
}

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
  const { owners, answerTexts } = batch as Record<keyof BatchTensors, Tensor>;
  // One sum a text, of which there are at most as many as answers, and one for what belongs to none.
  const sums = answerTexts!.shape[0]! + 1;
  return tf.tidy(() => {
    const byText = sumByRow(completionLogps(model, batch, options), owners!, sums);
    // The gradients of answers that share a text add up.
    return selectRows(byText.reshape([sums, 1]), answerTexts!).flatten();
  });
}

/**
 * log π of every completion token.
 *
 * @returns In nats, `[tokens]`, in order of the batch's lists.
 */
export function completionLogps(
  model: Model,
  batch: BatchTensors,
  { linear = plainLinear, gradient = true, parts = independentParts() }: LogpsOptions = {},
): Vector {
  const { places, targets } = batch as Record<keyof BatchTensors, Tensor>;
  return tf.tidy(() => {
    const hidden = inRows(batch, parts).map((rows) => hiddenOf(model, rows, linear));
    const flat = hidden.length === 1 ? hidden[0]! : tf.concat(hidden); // [rows × time, width]
    const selected = selectRows(flat, places!); // [tokens, width]
    const perToken = gradient ? tokenLogps : tokenLogpsOnly;
    return perToken(selected, headMatrix(model), targets!);
  });
}

/** What places each token of a row, `[rows, time]` each. */
type Rows = Record<"ids" | "positions" | "segments" | "parents", Tensor>;

/** The rows of a batch in `parts` of nearly equal size, or fewer. */
function inRows({ ids, positions, segments, parents }: BatchTensors, parts: number): Rows[] {
  const all = { ids, positions, segments, parents } as Rows;
  const [rows, time] = ids!.shape as [number, number];
  const size = Math.ceil(rows / parts);
  if (size === rows) return [all];
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => {
    const count = Math.min(size, rows - i * size);
    return mapTree((x) => tf.slice(x, [i * size, 0], [count, time]), all) as Rows;
  });
}

/** Hidden states, `[rows × time, width]`. */
function hiddenOf(model: Model, { ids, positions, segments, parents }: Rows, linear: Linear) {
  const mask = segmentMask(segments, parents);
  return forward(model, ids, { linear, positions, mask }).reshape([-1, model.config.width]);
}

function byAnswer(rows: Vector, answers: 1 | 2): [chosen: Vector, rejected: Vector] {
  if (answers === 1) return [rows, tf.zerosLike(rows)];
  return tf.split(rows, 2) as [Vector, Vector];
}
