import { throws } from "node:assert/strict";
import { tf } from "../../lib/base/mod.ts";
import { chain, elastic, sgd } from "../../lib/optim/mod.ts";
import { assertClose, take } from "../_support.ts";

Deno.test("elastic() pulls nothing before anything was consolidated", async () => {
  const pull = elastic(5);
  const params = { w: tf.tensor1d([1, 2]) };
  const state = pull.init(params);
  const [updates] = pull.update({ w: tf.tensor1d([3, 4]) }, state, { w: tf.tensor1d([9, 9]) });
  assertClose(await take(updates.w as tf.Tensor), [3, 4], 0);
});

Deno.test("elastic() with gradient descent ends at the anchor where nothing else pulls, and stays free where it is not stiff", async () => {
  const optimiser = chain(elastic(1), sgd({ rate: 0.5 }));
  const stiff = { anchor: { w: tf.tensor1d([1, 1]) }, stiffness: { w: tf.tensor1d([1, 0]) } };
  let w = tf.tensor1d([3, 3]) as tf.Tensor;
  for (let step = 0; step < 30; step++) {
    const state = { "0": stiff };
    const [updates] = optimiser.update({ w: tf.zeros([2]) }, state, { w });
    w = tf.add(w, updates.w as tf.Tensor);
  }
  assertClose(await take(w), [1, 3], 1e-6);
});

Deno.test("elastic() refuses a negative strength", () => {
  throws(() => elastic(-1), {
    name: "RangeError",
    message: /strength must be ≥ 0: current value is -1/,
  });
});
