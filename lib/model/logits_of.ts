import { tf } from "../base/mod.ts";
import { type Linear, plainLinear } from "./linear.ts";
import { forward, logits, type Model } from "./transformer.ts";

/** Options for {@linkcode logitsOf}. */
export interface LogitsOfOptions {
  /** Stands in for every affine map, to run an adapter. @default {plainLinear} */
  readonly linear?: Linear;
}

/**
 * Scores of every next token, on the host: what two models, or a model before and after a change, are compared by. Rows
 * run one by one, so that they need no padding.
 *
 * @param model The model.
 * @param rows Token ids, each row at least one.
 * @returns Logits, `[time, vocab]` a row, flat.
 * @throws {RangeError} If a row is empty or exceeds the model's context.
 *
 * @example
 * ```ts
 * import { ensureEngine, loadModel, logitsOf } from "@fastslow/fastslow";
 * import { equal } from "node:assert/strict";
 *
 * await ensureEngine();
 * const model = await loadModel("models/demo");
 * const [scores] = await logitsOf(model, [Int32Array.of(5, 6)]);
 * equal(scores!.length, 2 * model.config.vocab);
 * ```
 */
export async function logitsOf(
  model: Model,
  rows: readonly Int32Array[],
  { linear = plainLinear }: LogitsOfOptions = {},
): Promise<Float32Array[]> {
  const { context } = model.config;
  const unfit = rows.findIndex(({ length }) => length === 0 || length > context);
  if (unfit >= 0) {
    throw new RangeError(
      `Cannot compute logits as row ${unfit} must have 1 to ${context} tokens: current length is ${
        rows[unfit]!.length
      }`,
    );
  }
  const scores: Float32Array[] = [];
  for (const row of rows) {
    const tensor = tf.tidy(() =>
      logits(model, forward(model, tf.tensor2d(row, [1, row.length], "int32"), { linear }))
    );
    scores.push(await tensor.data<"float32">());
    tensor.dispose();
  }
  return scores;
}
