/** Windows of a long stream of tokens. */
import { fold, type Key, type Tensors, tf, uniform } from "../base/mod.ts";

/** A stream of token ids, cut into batches of windows at random places. */
export interface TokenWindows {
  /** All texts, one after the other. */
  readonly tokens: Uint16Array | Int32Array;
  /** Windows of a batch. */
  readonly rows: number;
  /** Tokens of a window. */
  readonly time: number;
}

/**
 * The batch of a step: the step alone says which windows, so that a resumed run sees what an unbroken one would.
 *
 * @returns `ids` and `targets`, `[rows, time]` (int32), which the caller owns.
 * @throws {RangeError} If the stream is shorter than one window.
 */
export function windowsOfStep(
  { tokens, rows, time }: TokenWindows,
  step: number,
  key: Key,
): Tensors {
  const places = tokens.length - time; // a window needs one more token, its last target
  if (places < 1) {
    throw new RangeError(
      `Cannot cut windows of ${time} tokens as the texts have only ${tokens.length}`,
    );
  }
  const ids = new Int32Array(rows * time);
  const targets = new Int32Array(rows * time);
  uniform(fold(key, step), rows).forEach((draw, row) => {
    const start = Math.floor(draw * places);
    ids.set(tokens.subarray(start, start + time), row * time);
    targets.set(tokens.subarray(start + 1, start + 1 + time), row * time);
  });
  return {
    ids: tf.tensor2d(ids, [rows, time], "int32"),
    targets: tf.tensor2d(targets, [rows, time], "int32"),
  };
}
