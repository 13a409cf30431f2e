import { mapTree, type Scalar, type TensorTree, tf } from "../base/mod.ts";
import { chain } from "./chain.ts";
import type { Optimiser, Rate } from "./optimiser.ts";
import { scaleByRate } from "./scale.ts";

/** Options for {@linkcode scaleByAdam}. */
export interface AdamOptions {
  /** Decay β₁ of the first moment. @default {0.9} */
  readonly beta1?: number;
  /** Decay β₂ of the second moment. @default {0.999} */
  readonly beta2?: number;
  /** ε, added outside of the root. @default {1e-8} */
  readonly epsilon?: number;
}

/** Options for {@linkcode adamw}. */
export interface AdamwOptions extends AdamOptions {
  /** Learning rate. @default {1e-3} */
  readonly rate?: Rate;
  /** Weight decay, decoupled from the gradient. @default {0} */
  readonly weightDecay?: number;
}

/**
 * AdamW ({@link https://arxiv.org/abs/1711.05101 | Loshchilov & Hutter}); with no weight decay it is Adam. Agrees with
 * `torch.optim.AdamW`.
 *
 * @example The first step of Adam has the length of the learning rate
 * ```ts
 * import { adamw } from "@fastslow/fastslow";
 * import { tf } from "@fastslow/fastslow/base";
 * import { ok } from "node:assert/strict";
 *
 * const optimiser = adamw({ rate: 0.1 });
 * const params = { w: tf.tensor1d([5]) };
 * const [updates] = optimiser.update({ w: tf.tensor1d([7]) }, optimiser.init(params), params);
 * const [update] = await (updates.w as tf.Tensor).data();
 * ok(Math.abs(update! + 0.1) < 1e-6);
 * ```
 */
export function adamw({ rate = 1e-3, weightDecay = 0, ...adam }: AdamwOptions = {}): Optimiser {
  return chain(scaleByAdam(adam), addDecay(weightDecay), scaleByRate(rate));
}

/** Divides the mean gradient by the root of the mean squared gradient, both freed of their bias towards zero. */
export function scaleByAdam(
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {},
): Optimiser {
  return {
    init: (params) => ({
      count: tf.scalar(0),
      mean: mapTree((p) => tf.zerosLike(p), params),
      square: mapTree((p) => tf.zerosLike(p), params),
    }),
    update(gradients, state) {
      const count = tf.add(state.count as Scalar, 1) as Scalar;
      const mean = average(state.mean as TensorTree, gradients, beta1);
      const squares = mapTree((g) => tf.square(g), gradients);
      const square = average(state.square as TensorTree, squares, beta2);
      const weight1 = seen(beta1, count);
      const weight2 = seen(beta2, count);
      const updates = mapTree(
        (m, v) => tf.div(tf.div(m, weight1), tf.add(tf.sqrt(tf.div(v, weight2)), epsilon)),
        mean,
        square,
      );
      return [updates, { count, mean, square }];
    },
  };
}

/** Adds `decay` times the parameters to the updates. */
export function addDecay(decay: number): Optimiser {
  return {
    init: () => ({}),
    update: (gradients, _state, params) => [
      decay === 0 ? gradients : mapTree((g, p) => tf.add(g, tf.mul(p, decay)), gradients, params),
      {},
    ],
  };
}

/** The running average `decay · old + (1 − decay) · fresh`. */
export function average(old: TensorTree, fresh: TensorTree, decay: number): TensorTree {
  return mapTree((a, b) => tf.add(tf.mul(a, decay), tf.mul(b, 1 - decay)), old, fresh);
}

/** 1 − βᵗ, without the cancellation that float32 would suffer at small t. */
function seen(beta: number, count: Scalar): Scalar {
  return tf.neg(tf.expm1(tf.mul(count, Math.log(beta))));
}
