/** The rate that the machine itself reaches. */
import { tf } from "../../lib/base/mod.ts";

const SIDE = 2048;

/** Floating-point operations of the product. */
export const PRODUCT = 2 * SIDE ** 3;

/** Seconds of float32 products of two 2048 × 2048 matrices, one after the other. */
export async function matmulSeconds({ warm = 2, repeats = 5 } = {}): Promise<number[]> {
  const [a, b] = [tf.randomUniform([SIDE, SIDE]), tf.randomUniform([SIDE, SIDE])] as const;
  const seconds: number[] = [];
  for (let i = -warm; i < repeats; i++) {
    const started = performance.now();
    const corner = tf.tidy(() => tf.slice(tf.matMul(a, b), [0, 0], [1, 1]));
    await corner.data(); // some engines compute no sooner
    if (i >= 0) seconds.push((performance.now() - started) / 1000);
    corner.dispose();
  }
  tf.dispose([a, b]);
  return seconds;
}
