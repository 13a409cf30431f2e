import { deepEqual } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { affine, plainLinear, timesTransposed } from "../../lib/model/mod.ts";
import { noLeaks, take } from "../_support.ts";
import { assertFiniteDifferences, assertSameGradients, noise } from "./_gradients.ts";

Deno.test("plainLinear() is x W + b with W as [in, out]", async () => {
  const x = tf.tensor3d([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]);
  const weight = tf.tensor2d([[1, 0, 1], [0, 1, 10]]);
  const y = plainLinear("map", x, weight, tf.tensor1d([0.5, 0, -1]));
  deepEqual(y.shape, [2, 2, 3]);
  deepEqual([...await take(y)], [1.5, 2, 20, 3.5, 4, 42, 5.5, 6, 64, 7.5, 8, 86]);
});

Deno.test("plainLinear() has the gradient of affine() in x", async () => {
  const [x, weight, bias] = [noise(1, [2, 3, 4]), noise(2, [4, 5]), noise(3, [5])];
  const frozen = (x?: tf.Tensor) => plainLinear("map", x!, weight, bias);
  await assertSameGradients(frozen, (x) => affine(x!, weight, bias), [x]);
  await assertFiniteDifferences(frozen, [x]);
});

Deno.test("timesTransposed() is dy Wᵀ", async () => {
  const dx = timesTransposed(tf.tensor3d([[[1, 10]]]), tf.tensor2d([[1, 2], [3, 4], [5, 6]]));
  deepEqual(dx.shape, [1, 1, 3]);
  deepEqual([...await take(dx)], [21, 43, 65]);
});

Deno.test("plainLinear() leaves no tensor behind", async () => {
  const [x, weight, bias] = [noise(1, [2, 3, 4]), noise(2, [4, 5]), noise(3, [5])];
  await noLeaks(() => plainLinear("map", x, weight, bias).dispose());
  await noLeaks(() => tf.grad((x) => tf.sum(plainLinear("map", x, weight, bias)))(x).dispose());
});
