/** Draws the next token of many rows at once, on the engine. */
import { type Tensor, tf } from "../base/mod.ts";
import type { SampleOptions } from "./sample.ts";

/**
 * A way to choose tokens.
 *
 * @param scores Unnormalised log-probabilities, `[rows, vocab]`.
 * @param draws A uniform number a row on [0, 1 − 2⁻²⁴], `[rows]`.
 * @returns Token ids, `[rows]`, int32.
 */
export type Draw = (scores: Tensor, draws: Tensor) => Tensor;

/** The largest float32 below 1: a draw of 1 would lie behind the last token. */
export const LARGEST_DRAW = 1 - 2 ** -24;
/** Tokens whose probabilities are added up one after the other; what lies before them is known from sums of blocks. */
const BLOCK = 64;

/** What {@linkcode SampleOptions} ask for; scores have been divided by the temperature already. */
export function drawFor({ temperature = 1, topP = 1 }: SampleOptions): Draw {
  if (temperature === 0) return (scores) => tf.argMax(scores, 1);
  return topP < 1 ? drawFromNucleus(topP) : drawInOrder;
}

/**
 * Draws from the softmax of the scores: the first token whose cumulative probability exceeds the draw.
 *
 * Probabilities are float32, and so are their sums. A token's bounds are right to about 10⁻⁶: a draw that is closer to a
 * bound than that may fall on the next token of the order.
 */
export function drawInOrder(scores: Tensor, draws: Tensor): Tensor {
  return tf.tidy(() => invert(tf.softmax(scores), draws));
}

/** Draws from the smallest set of tokens whose probability reaches `topP` (Holtzman et al., 2020), likeliest first. */
export function drawFromNucleus(topP: number): Draw {
  return (scores, draws) =>
    tf.tidy(() => {
      const vocab = scores.shape[1]!;
      const { values, indices } = tf.topk(tf.softmax(scores), vocab);
      const before = tf.cumsum(values, 1, true);
      const within = tf.less(before, tf.mul(tf.sum(values, -1, true), topP));
      const place = invert(tf.mul(values, tf.cast(within, "float32")), draws);
      return rowsAt(indices.reshape([-1]), place, vocab);
    });
}

/**
 * The inverse of a cumulative law, in two steps: first the block of tokens, then the token within it.
 *
 * @param masses Shape `[rows, count]`, not necessarily of sum 1.
 * @returns Places in `0 … count − 1`, `[rows]`, int32; never one of mass 0.
 */
function invert(masses: Tensor, draws: Tensor): Tensor {
  const [rows, count] = masses.shape as [number, number];
  const blocks = Math.ceil(count / BLOCK);
  const missing = blocks * BLOCK - count;
  const padded = missing === 0 ? masses : tf.pad(masses, [[0, 0], [0, missing]]);
  const inBlocks = padded.reshape([rows, blocks, BLOCK]);
  const ofBlocks = tf.sum(inBlocks, -1); // [rows, blocks]
  const found = pick(ofBlocks, draws);
  const block = rowsAt(inBlocks.reshape([rows * blocks, BLOCK]), found.place, blocks);
  const { place } = pick(block, restOf(found, ofBlocks));
  return tf.add(tf.mul(found.place, tf.scalar(BLOCK, "int32")), place);
}

/** A place found among cumulative masses. */
interface Found {
  /** The first place that reaches beyond the threshold, `[rows]`. */
  readonly place: Tensor;
  /** The draw's share of the whole mass, `[rows, 1]`. */
  readonly threshold: Tensor;
  /** Cumulative masses, `[rows, count]`. */
  readonly reached: Tensor;
}

/** The first place whose cumulative mass exceeds the draw's share of the whole. */
function pick(masses: Tensor, draws: Tensor): Found {
  const [rows, count] = masses.shape as [number, number];
  const reached = tf.cumsum(masses, 1); // the WebAssembly engine knows no negative axis here
  const total = tf.slice(reached, [0, count - 1], [rows, 1]);
  const threshold = tf.mul(draws.expandDims(1), total);
  const place = tf.argMax(tf.cast(tf.greater(reached, threshold), "int32"), 1);
  return { place, threshold, reached };
}

/** How far within the found place's mass the draw lies, `[rows]` on [0, 1). */
function restOf({ place, threshold, reached }: Found, masses: Tensor): Tensor {
  const at = (values: Tensor) => rowsAt(values.reshape([-1]), place, masses.shape[1]!);
  const mass = at(masses);
  const before = tf.sub(at(reached), mass);
  const rest = tf.div(tf.sub(threshold.flatten(), before), mass);
  return tf.clipByValue(rest, 0, LARGEST_DRAW);
}

/** Of every `count` rows of `x` the one at the given place, `[rows, …]`. */
function rowsAt(x: Tensor, places: Tensor, count: number): Tensor {
  const [rows] = places.shape as [number];
  const starts = tf.mul(tf.range(0, rows, 1, "int32"), tf.scalar(count, "int32"));
  return tf.gather(x, tf.add(starts, places) as tf.Tensor1D);
}
