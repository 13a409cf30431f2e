import { type Tensor, tf } from "../base/mod.ts";
import { isNative, nativeBackend } from "./native.ts";

/**
 * `x` with some of its rows replaced, in the memory of `x` where the engine can do so: a cache of which every step
 * replaces a little need not be copied.
 *
 * `x` is given away: whoever reads it or another tensor of the same data afterwards may find the new rows there.
 *
 * @param x Shape `[count, width]`.
 * @param at Row numbers, `[rows]`, int32, all different and below `count`.
 * @param rows The new rows, `[rows, width]`.
 * @returns Shape `[count, width]`.
 *
 * @example
 * ```ts
 * import { overwriteRows } from "@fastslow/fastslow/engine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const y = overwriteRows(tf.zeros([3, 2]), tf.tensor1d([1], "int32"), tf.ones([1, 2]));
 * deepEqual(await y.data(), new Float32Array([0, 0, 1, 1, 0, 0]));
 * ```
 */
export function overwriteRows(x: Tensor, at: Tensor, rows: Tensor): Tensor {
  if (!isNative()) return tf.tensorScatterUpdate(x, at.expandDims(1), rows);
  const backend = nativeBackend();
  const type = {
    name: "T",
    type: backend.binding.TF_ATTR_TYPE,
    value: backend.getDTypeInteger(x.dtype),
  };
  return backend.executeSingleOutput("InplaceUpdate", [type], [x, at, rows]);
}
