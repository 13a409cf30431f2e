import { deepEqual } from "node:assert/strict";
import { plus, type Tensor, tf } from "../../lib/base/mod.ts";
import { noLeaks, take } from "../_support.ts";

const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([10, 20])];

Deno.test("plus() adds, and passes the gradient to both terms", async () => {
  deepEqual([...await take(plus(a, b))], [11, 22]);
  const weighted = (a: Tensor, b: Tensor) => tf.sum(tf.mul(plus(a, b), tf.tensor1d([3, 5])));
  for (const gradient of tf.grads(weighted)([a, b])) {
    deepEqual([...await take(gradient)], [3, 5]);
  }
});

Deno.test("plus() of a tensor and itself has twice the gradient", async () => {
  deepEqual([...await take(tf.grad((x) => tf.sum(plus(x, x)))(a))], [2, 2]);
});

Deno.test("plus() leaves no tensor behind", async () => {
  await noLeaks(() => plus(a, b).dispose());
  await noLeaks(() => tf.grad((x) => tf.sum(plus(x, b)))(a).dispose());
});
