import { type Tensor, tf } from "../../lib/base/mod.ts";
import { layerNorm } from "../../lib/model/mod.ts";
import { assertClose, noLeaks, take } from "../_support.ts";
import { assertFiniteDifferences, assertSameGradients, noise } from "./_gradients.ts";

const [weight, bias] = [noise(1, [6]), noise(2, [6])];
const fused = (x?: Tensor) => layerNorm(x!, weight, bias, 1e-5);
const plain = (x?: Tensor) => {
  const centred = tf.sub(x!, tf.mean(x!, -1, true));
  const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-5));
  return tf.add(tf.mul(tf.div(centred, deviation), weight), bias);
};

Deno.test("layerNorm() gives mean 0 and variance 1 before weight and bias", async () => {
  const x = tf.tensor2d([[1, 2, 3, 6], [-4, 0, 0, 4]]);
  const y = layerNorm(x, tf.ones([4]), tf.zeros([4]), 0);
  const [a, b] = [Math.sqrt(3.5), Math.sqrt(8)];
  assertClose(await take(y), [-2 / a, -1 / a, 0, 3 / a, -4 / b, 0, 0, 4 / b], 1e-6);
});

Deno.test("layerNorm() has the gradient of its formula", async () => {
  const x = noise(3, [2, 3, 6]);
  await assertSameGradients(fused, plain, [x]);
  await assertFiniteDifferences(fused, [noise(4, [2, 6])], 1e-3);
});

Deno.test("layerNorm() of a constant row is its bias", async () => {
  assertClose(await take(fused(tf.fill([1, 1, 6], 5))), await bias.data(), 0);
});

Deno.test("layerNorm() leaves no tensor behind", async () => {
  const x = noise(5, [2, 6]);
  await noLeaks(() => fused(x).dispose());
  await noLeaks(() => tf.grad((x) => tf.sum(fused(x)))(x).dispose());
});
