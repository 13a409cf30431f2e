import { flatten, mapTree, type Scalar, type TensorTree, tf } from "../base/mod.ts";
import type { Optimiser } from "./optimiser.ts";

/**
 * Scales all gradients together so that their joint norm is at most `limit`, as `torch.nn.utils.clip_grad_norm_` does.
 *
 * @throws {RangeError} If `limit` is not positive.
 */
export function clipByNorm(limit: number): Optimiser {
  if (!(limit > 0)) {
    throw new RangeError(
      `Cannot clip gradients as the limit must be > 0: current value is ${limit}`,
    );
  }
  return {
    init: () => ({}),
    update(gradients) {
      const factor = tf.minimum(1, tf.div(limit, tf.add(globalNorm(gradients), 1e-6)));
      return [mapTree((g) => tf.mul(g, factor), gradients), {}];
    },
  };
}

/** The Euclidean norm of all leaves together. */
export function globalNorm(tree: TensorTree): Scalar {
  const squares = Object.values(flatten(tree)).map((leaf) => tf.sum(tf.square(leaf)));
  return tf.sqrt(tf.addN(squares)) as Scalar;
}
