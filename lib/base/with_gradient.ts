/** Functions that bring their own gradient. */
import { type Tensor, tf } from "./tensor.ts";
import type { Tensors } from "./tree.ts";

/** A value with its backward pass; made by {@linkcode withBackward}. */
export interface Differentiable {
  /** The function's value. */
  readonly value: Tensor;
  /** Tensors that live until the backward pass. */
  readonly saved: readonly Tensor[];
  /** Gradients with respect to each input, in order. */
  readonly backward: (dy: Tensor, saved: readonly Tensor[]) => Tensor | Tensor[];
}

/**
 * Pairs a value with its backward pass.
 *
 * @param value The function's value.
 * @param saved Tensors that live until the backward pass; all others are freed at once.
 * @param backward Gradients with respect to each input, in order, from the gradient of the value and what was saved.
 */
export function withBackward<Saved extends Tensors>(
  value: Tensor,
  saved: Saved,
  backward: (dy: Tensor, saved: Saved) => Tensor | Tensor[],
): Differentiable {
  const names = Object.keys(saved);
  return {
    value,
    saved: Object.values(saved),
    // The tape tidies the gradients of its own kernels, but not those of a function that brings its own.
    backward: (dy, held) =>
      tf.tidy(() =>
        backward(dy, Object.fromEntries(names.map((name, i) => [name, held[i]])) as Saved)
      ),
  };
}

/**
 * Evaluates a function whose backward pass is written by hand: only what it saves is held, where TensorFlow.js' tape
 * would hold every intermediate tensor.
 *
 * @param inputs Tensors that gradients flow to. What the function merely closes over is constant to the tape, and must be
 * saved if the backward pass uses it and it was made within the differentiated function.
 */
export function withGradient<Inputs extends readonly Tensor[]>(
  inputs: readonly [...Inputs],
  evaluate: (...inputs: Inputs) => Differentiable,
): Tensor {
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as (tensors: Tensor[]) => void;
    const { value, saved, backward } = evaluate(...args as unknown as Inputs);
    save([...saved]);
    return { value, gradFunc: backward };
  })(...inputs);
}

/**
 * The same numbers, through which no gradient flows.
 *
 * @example
 * ```ts
 * import { stopGradient, tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const slope = tf.grad((x) => tf.mul(x, stopGradient(x)))(tf.scalar(3));
 * deepEqual(await slope.data(), new Float32Array([3]));
 * ```
 */
export function stopGradient<T extends Tensor>(x: T): T {
  return withGradient([x], (x) => withBackward(x.clone(), {}, (dy) => tf.zerosLike(dy))) as T;
}
