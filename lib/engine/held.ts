/** Tensors that are held as bfloat16: float32 to whoever works with them, in half of the memory. */
import { type Tensor, tf } from "../base/tensor.ts";
import { cast } from "./cast.ts";
import {
  type Binding,
  isNative,
  type NativeBackend,
  nativeBackend,
  type TensorId,
} from "./native.ts";
import { DTYPE } from "./record/values.ts";

const held = new Set<TensorId>();
const aware = new WeakSet<NativeBackend>();

/** Whether libtensorflow holds a tensor as bfloat16 that is float32 to the outside. */
export function isHeld(id: TensorId): boolean {
  return held.has(id);
}

/**
 * The same numbers, rounded to bfloat16 and held so. Recorded steps widen them where they are needed, or compute with them
 * as they are; what runs op by op, or reads them, gets a float32 copy for as long as it takes.
 *
 * @param tensor Float32, of any shape; it stays the caller's.
 * @returns A tensor that the caller owns.
 * @throws {RangeError} On another engine than `tensorflow`.
 *
 * @example
 * ```ts
 * import { ensureEngine, holdAsBfloat16 } from "@fastslow/fastslow/engine";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { name } = await ensureEngine();
 * if (name === "tensorflow") {
 *   const x = holdAsBfloat16(tf.tensor1d([1, 1 + 2 ** -7, 1 + 2 ** -9]));
 *   deepEqual([...await x.data()], [1, 1 + 2 ** -7, 1]);
 * }
 * ```
 */
export function holdAsBfloat16(tensor: Tensor): Tensor {
  if (!isNative()) {
    throw new RangeError(
      `Cannot hold tensors as bfloat16 on the engine ${tf.getBackend()}: it needs the engine tensorflow`,
    );
  }
  const backend = nativeBackend();
  if (!aware.has(backend)) backend.binding = widening(backend.binding);
  aware.add(backend);
  const [id] = backend.getInputTensorIds([tensor]);
  const made = cast(backend.binding, id!, DTYPE.float32, DTYPE.bfloat16);
  held.add(made);
  return backend.createOutputTensor({ id: made, shape: tensor.shape, dtype: DTYPE.float32 });
}

/** A binding that gives a float32 copy to every op that works with a held tensor, and to whoever reads one. */
function widening(plain: Binding): Binding {
  const names = Object.getOwnPropertyNames(plain) as (keyof Binding)[];
  const widened = <T>(ids: readonly TensorId[], fn: (ids: TensorId[]) => T): T => {
    const copies: TensorId[] = [];
    try {
      return fn(ids.map((id) => {
        if (!held.has(id)) return id;
        copies.push(cast(plain, id, DTYPE.bfloat16, DTYPE.float32));
        return copies.at(-1)!;
      }));
    } finally {
      copies.forEach((id) => plain.deleteTensor(id));
    }
  };
  return {
    ...Object.fromEntries(names.map((name) => [name, plain[name]])) as unknown as Binding,
    executeOp: (op, attributes, inputs, outputs) =>
      widened(inputs, (ids) => plain.executeOp(op, attributes, ids, outputs)),
    tensorDataSync: (id) => widened([id], ([own]) => plain.tensorDataSync(own!)),
    deleteTensor(id) {
      held.delete(id);
      plain.deleteTensor(id);
    },
  };
}
