import { mapTree, type TensorTree, tf } from "../base/mod.ts";
import { average } from "./adamw.ts";
import { chain } from "./chain.ts";
import type { Optimiser, Rate } from "./optimiser.ts";
import { scaleByRate } from "./scale.ts";

/** Options for {@linkcode rmsprop}. */
export interface RmspropOptions {
  /** Learning rate. @default {1e-2} */
  readonly rate?: Rate;
  /** Decay α of the mean squared gradient. @default {0.99} */
  readonly decay?: number;
  /** ε, added outside of the root. @default {1e-8} */
  readonly epsilon?: number;
}

/** RMSprop (Tieleman & Hinton, 2012). Agrees with `torch.optim.RMSprop`. */
export function rmsprop(
  { rate = 1e-2, decay = 0.99, epsilon = 1e-8 }: RmspropOptions = {},
): Optimiser {
  return chain(scaleByRootSquare(decay, epsilon), scaleByRate(rate));
}

/** Divides gradients by the root of their running mean square. */
function scaleByRootSquare(decay: number, epsilon: number): Optimiser {
  return {
    init: (params) => ({ square: mapTree((p) => tf.zerosLike(p), params) }),
    update(gradients, state) {
      const squares = mapTree((g) => tf.square(g), gradients);
      const square = average(state.square as TensorTree, squares, decay);
      const updates = mapTree(
        (g, v) => tf.div(g, tf.add(tf.sqrt(v), epsilon)),
        gradients,
        square,
      );
      return [updates, { square }];
    },
  };
}
