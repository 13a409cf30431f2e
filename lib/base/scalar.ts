import { type Scalar, tf } from "./tensor.ts";

/**
 * A number as a tensor, which the caller owns: an input of a step, where a plain number would be constant to it.
 *
 * @example
 * ```ts
 * import { scalar } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(await scalar(0.5).data(), new Float32Array([0.5]));
 * ```
 */
export function scalar(value: number): Scalar {
  return tf.scalar(value);
}
