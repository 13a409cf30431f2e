/** What the model says of the completion tokens of a batch. */
import { mapTree, type Tensor, tf, type Vector } from "../base/mod.ts";
import { independentParts } from "../engine/mod.ts";
import {
  forward,
  headMatrix,
  type Linear,
  type Model,
  plainLinear,
  segmentMask,
} from "../model/mod.ts";
import type { BatchTensors } from "./batch_tensors.ts";
import {
  type LogpsAndEntropies,
  tokenLogps,
  tokenLogpsAndEntropies,
  tokenLogpsOnly,
} from "./head.ts";
import { selectRows } from "./select.ts";

/** Options for what is computed of a batch under one policy. */
export interface LogpsOptions {
  /** Stands in for every affine map. @default {plainLinear} */
  readonly linear?: Linear;
  /** Whether gradients will be taken. @default {true} */
  readonly gradient?: boolean;
  /** Parts that the rows go through the model in, independent of each other. @default {independentParts()} */
  readonly parts?: number;
}

/**
 * log π of every completion token.
 *
 * @returns In nats, `[tokens]`, in order of the batch's lists.
 */
export function completionLogps(
  model: Model,
  batch: BatchTensors,
  { gradient = true, ...options }: LogpsOptions = {},
): Vector {
  return tf.tidy(() => {
    const perToken = gradient ? tokenLogps : tokenLogpsOnly;
    return perToken(completionStates(model, batch, options), headMatrix(model), batch.targets!);
  });
}

/**
 * log π of every completion token, and the entropy of the distribution that it was drawn from, without gradients.
 *
 * @returns In nats and in units of log |V|, `[tokens]` each, in order of the batch's lists.
 */
export function completionLogpsAndEntropies(
  model: Model,
  batch: BatchTensors,
  options: Omit<LogpsOptions, "gradient"> = {},
): LogpsAndEntropies {
  return tf.tidy(() => {
    const states = completionStates(model, batch, options);
    return { ...tokenLogpsAndEntropies(states, headMatrix(model), batch.targets!) };
  });
}

/** The hidden states that predict the completion tokens, `[tokens, width]`. */
function completionStates(
  model: Model,
  batch: BatchTensors,
  { linear = plainLinear, parts = independentParts() }: Omit<LogpsOptions, "gradient">,
): Tensor {
  const hidden = inRows(batch, parts).map((rows) => hiddenOf(model, rows, linear));
  const flat = hidden.length === 1 ? hidden[0]! : tf.concat(hidden); // [rows × time, width]
  return selectRows(flat, batch.places!);
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
