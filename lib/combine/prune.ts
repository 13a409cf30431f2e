/** The two ways to make a factor sparse. */
import { type Key, type Tensor, tf, uniform } from "../base/mod.ts";

/** Keeps the ⌊density · size⌋ numbers of largest magnitude; of equal ones whichever the engine lists first. */
export function keepLargest(x: Tensor, density: number): Tensor {
  const count = Math.floor(density * x.size);
  if (count === 0) return tf.zerosLike(x);
  return tf.tidy(() => {
    const { indices } = tf.topk(tf.abs(x).flatten(), count);
    const mask = tf.scatterND(indices.expandDims(1), tf.ones([count]), [x.size]);
    return tf.mul(x, mask.reshape(x.shape));
  });
}

/** Keeps each number with probability `density` and divides it by that, so that the mean over all keys is `x`. */
export function keepRandom(x: Tensor, density: number, key: Key): Tensor {
  const mask = Float32Array.from(uniform(key, x.size), (u) => u < density ? 1 / density : 0);
  return tf.tidy(() => tf.mul(x, tf.tensor(mask, x.shape)));
}

/**
 * Throws unless a density is a share of numbers, more than none.
 *
 * @throws {RangeError} Naming the mode.
 */
export function requireDensity(mode: string, density: number): void {
  if (density > 0 && density <= 1) return;
  throw new RangeError(
    `Cannot combine by ${mode} as density must be in (0, 1]: current value is ${density}`,
  );
}
