import { mapTree, type TensorTree, tf } from "../base/mod.ts";
import { chain } from "./chain.ts";
import type { Optimiser, Rate } from "./optimiser.ts";
import { scaleByRate } from "./scale.ts";

/** Options for {@linkcode sgd}. */
export interface SgdOptions {
  /** Learning rate. @default {1e-2} */
  readonly rate?: Rate;
  /** Momentum μ. @default {0} */
  readonly momentum?: number;
}

/** Stochastic gradient descent, with heavy-ball momentum on request. Agrees with `torch.optim.SGD`. */
export function sgd({ rate = 1e-2, momentum = 0 }: SgdOptions = {}): Optimiser {
  return momentum === 0 ? scaleByRate(rate) : chain(trace(momentum), scaleByRate(rate));
}

/** Sums gradients with geometrically decaying weights: v ← μ v + g. */
export function trace(momentum: number): Optimiser {
  return {
    init: (params) => ({ velocity: mapTree((p) => tf.zerosLike(p), params) }),
    update(gradients, state) {
      const velocity = mapTree(
        (v, g) => tf.add(tf.mul(v, momentum), g),
        state.velocity as TensorTree,
        gradients,
      );
      return [velocity, { velocity }];
    },
  };
}
