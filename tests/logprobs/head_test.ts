import { deepEqual } from "node:assert/strict";
import { type Tensor, tf } from "../../lib/base/mod.ts";
import { tokenLogps, tokenLogpsOnly } from "../../lib/logprobs/mod.ts";
import { assertClose, noLeaks, take } from "../_support.ts";
import { assertFiniteDifferences, noise } from "../model/_gradients.ts";

/** Three chunks of the vocabulary hold the scores of 70 rows. */
const VOCAB = 2 ** 16 + 1;
const ROWS = 70;
const WIDTH = 3;

/** Every target's log-probability by TensorFlow.js' own log-softmax, over all scores at once. */
function unchunked(hidden: Tensor, head: Tensor, targets: Tensor): Tensor {
  return tf.tidy(() => {
    const logps = tf.logSoftmax(tf.matMul(hidden as tf.Tensor2D, head as tf.Tensor2D, false, true));
    const rows = tf.range(0, hidden.shape[0]!, 1, "int32");
    return tf.gatherND(logps, tf.stack([rows, targets], 1));
  });
}

/** The same in operations whose gradient TensorFlow.js has for every engine. */
function plain(hidden: Tensor, head: Tensor, targets: Tensor): Tensor {
  const scores = tf.matMul(hidden as tf.Tensor2D, head as tf.Tensor2D, false, true);
  return tf.sub(
    tf.sum(tf.mul(hidden, tf.gather(head, targets as tf.Tensor1D)), 1),
    tf.logSumExp(scores, 1),
  );
}

// One token in 500 is likely: engines that sum in float32 then differ by no more than a few roundings.
const likely = (id: number) => id % 500 === 0;
const ids = Array.from({ length: ROWS }, (_, row) => row % 9 ? row * 500 : row * 500 + 1);
const targets = tf.tensor1d([VOCAB - 1, ...ids.slice(1)], "int32");
const hidden = tf.concat([noise(1, [ROWS, WIDTH]), tf.ones([ROWS, 1])], 1);
const head = tf.concat([
  noise(2, [VOCAB, WIDTH]),
  tf.tensor2d(Float32Array.from({ length: VOCAB }, (_, id) => likely(id) ? 0 : -20), [VOCAB, 1]),
], 1);

Deno.test("tokenLogps() in chunks of the vocabulary is log-softmax at once", async () => {
  assertClose(
    await take(tokenLogps(hidden, head, targets)),
    await take(unchunked(hidden, head, targets)),
    1e-5,
  );
});

Deno.test("tokenLogps() in chunks of the vocabulary has the gradient of log-softmax at once", async () => {
  const dy = noise(3, [ROWS]);
  const gradient = (fn: (hidden: Tensor, head: Tensor, targets: Tensor) => Tensor) =>
    take(tf.grad((x) => tf.sum(tf.mul(fn(x, head, targets), dy)))(hidden));
  assertClose(await gradient(tokenLogps), await gradient(plain), 1e-5);
});

Deno.test("tokenLogps() gives the same value and gradient in chunks of any size", async () => {
  const [small, some] = [noise(10, [7, WIDTH]), noise(11, [4, WIDTH])];
  const few = tf.tensor1d([0, 6, 3, 1], "int32"); // of the first and of the last chunk
  const found = (chunk: number) => {
    const { value, grad } = tf.valueAndGrad((x) =>
      tf.dot(tokenLogps(x, small, few, { chunk }), tf.range(1, 5)) as tf.Scalar
    )(some);
    return take(tf.concat([value.flatten(), grad.flatten()]));
  };
  const whole = await found(28);
  for (const chunk of [1, 4, 8, 27]) assertClose(await found(chunk), whole, 1e-6, { scale: 10 });
});

Deno.test("tokenLogpsOnly() is tokenLogps(), bit for bit", async () => {
  deepEqual(
    await take(tokenLogpsOnly(hidden, head, targets)),
    await take(tokenLogps(hidden, head, targets)),
  );
});

Deno.test("tokenLogps() has the gradient that small steps show", async () => {
  const [small, few] = [noise(4, [5, WIDTH]), tf.tensor1d([0, 3, 3, 1], "int32")];
  await assertFiniteDifferences((x) => tokenLogps(x!, small, few), [noise(5, [4, WIDTH])]);
});

Deno.test("tokenLogps() gives log-probabilities that make up a law", async () => {
  const small = noise(6, [5, WIDTH]);
  const hidden = tf.tile(noise(7, [1, WIDTH]), [5, 1]);
  const logps = await take(tokenLogps(hidden, small, tf.range(0, 5, 1, "int32")));
  assertClose([logps.reduce((sum, x) => sum + Math.exp(x), 0)], [1], 1e-6);
});

Deno.test("tokenLogps() stays finite for huge scores", async () => {
  const hidden = tf.tensor2d([[1e4], [-1e4]]);
  const small = tf.tensor2d([[1], [0], [-1]]);
  const values = await take(tokenLogps(hidden, small, tf.tensor1d([0, 0], "int32")));
  assertClose(values, [0, -2e4], 1e-2);
  const slopes = tf.grad((x) => tf.sum(tokenLogps(x, small, tf.tensor1d([0, 0], "int32"))))(hidden);
  assertClose(await take(slopes), [0, 2], 1e-6);
});

Deno.test("tokenLogps() and tokenLogpsOnly() leave no tensor behind", async () => {
  const small = noise(8, [5, WIDTH]);
  const [x, few] = [noise(9, [4, WIDTH]), tf.tensor1d([0, 3, 3, 1], "int32")];
  await noLeaks(() => tokenLogps(x, small, few).dispose());
  await noLeaks(() => tokenLogpsOnly(x, small, few).dispose());
  await noLeaks(() => tf.grad((x) => tf.sum(tokenLogps(x, small, few)))(x).dispose());
});
