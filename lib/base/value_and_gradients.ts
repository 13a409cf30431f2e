/** Value and gradient of a function of a tree, with what else the function found out. */
import { type Scalar, type Tensor, tf } from "./tensor.ts";
import { flatten, type TensorTree, unflatten } from "./tree.ts";

/** What {@linkcode valueAndGradients} gives. */
export interface ValueAndGradients {
  /** The function's value. */
  readonly value: Scalar;
  /** Its gradient, a tree like the parameters. */
  readonly gradients: TensorTree;
  /** The tensors that the function gave beside its value; constants to the tape. */
  readonly extra: Tensor[];
}

/**
 * Differentiates `fn` with respect to `params` alone: whatever else it touches is frozen.
 *
 * @param fn Gives its value and any tensors that the caller wants to keep.
 * @returns Value, gradients and kept tensors, which belong to the surrounding tidy or, without one, to the caller.
 *
 * @example The slope of x² at 3, and x² itself
 * ```ts
 * import { tf, valueAndGradients } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { gradients, extra: [square] } = valueAndGradients(({ x }) => {
 *   const square = tf.square(x as tf.Scalar);
 *   return { value: square, extra: [square] };
 * }, { x: tf.scalar(3) });
 * deepEqual(await (gradients.x as tf.Scalar).data(), new Float32Array([6]));
 * deepEqual(await square!.data(), new Float32Array([9]));
 * ```
 */
export function valueAndGradients(
  fn: (params: TensorTree) => { readonly value: Scalar; readonly extra: readonly Tensor[] },
  params: TensorTree,
): ValueAndGradients {
  const flat = flatten(params);
  const names = Object.keys(flat);
  const kept: Tensor[] = [];
  const { value, grads } = tf.valueAndGrads((...leaves: Tensor[]) => {
    const found = fn(unflatten(Object.fromEntries(names.map((name, i) => [name, leaves[i]!]))));
    kept.push(...found.extra.map((tensor) => tf.keep(tensor)));
    return found.value;
  })(Object.values(flat));
  // The tape's scope is gone: hand its survivors to the caller's scope.
  const extra = kept.map((tensor) => {
    const copy = tensor.clone();
    tensor.dispose();
    return copy;
  });
  const gradients = unflatten(Object.fromEntries(names.map((name, i) => [name, grads[i]!])));
  return { value: value as Scalar, gradients, extra };
}
