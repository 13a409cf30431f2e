import { deepEqual } from "node:assert/strict";
import { stopGradient, tf, withBackward, withGradient } from "../../lib/base/mod.ts";
import { noLeaks, take } from "../_support.ts";

Deno.test("withGradient() follows the backward pass that it was given", async () => {
  const odd = (x: tf.Tensor) =>
    withGradient([x], (x) => withBackward(tf.square(x), {}, (dy) => tf.mul(dy, 7)));
  deepEqual([...await take(odd(tf.scalar(3)))], [9]);
  deepEqual([...await take(tf.grad(odd)(tf.scalar(3)))], [7]);
});

Deno.test("withGradient() hands what was saved to the backward pass, by name", async () => {
  const product = (a: tf.Tensor, b: tf.Tensor) =>
    withGradient([a, b], (a, b) =>
      withBackward(
        tf.mul(a, b),
        { first: a, second: b, twice: tf.mul(a, 2) },
        (dy, { second, twice }) => [tf.mul(dy, second), tf.div(tf.mul(dy, twice), 2)],
      ));
  const [da, db] = tf.grads(product)([tf.scalar(3), tf.scalar(5)]);
  deepEqual([...await take(da!), ...await take(db!)], [5, 3]);
});

Deno.test("withGradient() frees all that was not saved, with and without gradients", async () => {
  const curve = (x: tf.Tensor) =>
    withGradient([x], (x) => {
      const slope = tf.cos(x);
      return withBackward(tf.sin(x), { slope }, (dy, { slope }) => tf.mul(dy, slope));
    });
  const x = tf.scalar(1);
  await noLeaks(() => curve(x).dispose());
  await noLeaks(() => tf.grad(curve)(x).dispose());
});

Deno.test("stopGradient() passes numbers and stops the gradient", async () => {
  const x = tf.tensor1d([2, -3]);
  deepEqual([...await take(stopGradient(x))], [2, -3]);
  const through = tf.grad((x) => tf.sum(tf.mul(stopGradient(x), tf.square(x))))(x);
  deepEqual([...await take(through)], [8, 18]); // 2 x², not 3 x²
  const stopped = tf.grad((x) => tf.sum(tf.square(stopGradient(x))))(x);
  deepEqual([...await take(stopped)].map(Math.abs), [0, 0]);
  await noLeaks(() => stopGradient(x).dispose());
});
