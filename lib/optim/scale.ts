/** Multiplies updates: by a number, or by a learning rate that follows a schedule. */
import { mapTree, type Scalar, tf } from "../base/mod.ts";
import type { Optimiser, Rate } from "./optimiser.ts";

/** Multiplies updates by `factor`. */
export function scale(factor: number): Optimiser {
  return {
    init: () => ({}),
    update: (gradients) => [mapTree((g) => tf.mul(g, factor), gradients), {}],
  };
}

/**
 * Multiplies updates by −rate, which makes descent of them.
 *
 * @param rate One number, or a function of the number of steps done.
 */
export function scaleByRate(rate: Rate): Optimiser {
  if (typeof rate === "number") return scale(-rate);
  return {
    init: () => ({ count: tf.scalar(0) }),
    update(gradients, state) {
      const count = state.count as Scalar;
      const now = rate(count);
      return [
        mapTree((g) => tf.neg(tf.mul(g, now)), gradients),
        { count: tf.add(count, 1) },
      ];
    },
  };
}
