import { type Tensor, tf } from "../../lib/base/mod.ts";
import { rmsNorm } from "../../lib/model/mod.ts";
import { assertClose, noLeaks, take } from "../_support.ts";
import { assertFiniteDifferences, assertSameGradients, noise } from "./_gradients.ts";

const weight = noise(1, [6]);
const fused = (x?: Tensor) => rmsNorm(x!, weight, undefined, 1e-6);
const plain = (x?: Tensor) => {
  const size = tf.sqrt(tf.add(tf.mean(tf.square(x!), -1, true), 1e-6));
  return tf.mul(tf.div(x!, size), weight);
};

Deno.test("rmsNorm() gives a mean square of 1 before the weight", async () => {
  const y = rmsNorm(tf.tensor2d([[3, 4], [0, -2]]), tf.tensor1d([1, 2]), undefined, 0);
  const root = Math.sqrt(12.5);
  assertClose(await take(y), [3 / root, 8 / root, 0, -2 * Math.SQRT2], 1e-6);
});

Deno.test("rmsNorm() has the gradient of its formula", async () => {
  await assertSameGradients(fused, plain, [noise(3, [2, 3, 6])]);
  await assertFiniteDifferences(fused, [noise(4, [2, 6])], 1e-3);
});

Deno.test("rmsNorm() leaves no tensor behind", async () => {
  const x = noise(5, [2, 6]);
  await noLeaks(() => fused(x).dispose());
  await noLeaks(() => tf.grad((x) => tf.sum(fused(x)))(x).dispose());
});
