import { deepEqual, ok } from "node:assert/strict";
import { type Tensor, tf } from "../../lib/base/mod.ts";
import { sideBySide } from "../../lib/model/mod.ts";
import {
  attention,
  causalMask,
  segmentMask,
  selfAttention,
  windowMask,
} from "../../lib/model/mod.ts";
import { noLeaks, take } from "../_support.ts";
import { assertFiniteDifferences, assertSameGradients, noise } from "./_gradients.ts";

const plain = (mask: Tensor) => (...[q, k, v]: Tensor[]) => {
  const scores = tf.div(tf.matMul(q!, k!, false, true), Math.sqrt(q!.shape.at(-1)!));
  return tf.matMul(tf.softmax(tf.add(scores, mask)), v!);
};
const fused = (mask: Tensor) => (...[q, k, v]: Tensor[]) => attention(q!, k!, v!, mask);

Deno.test("attention() has the gradients of its formula under a causal mask", async () => {
  const mask = causalMask(4);
  const inputs = [1, 2, 3].map((seed) => noise(seed, [2, 2, 4, 3]));
  await assertSameGradients(fused(mask), plain(mask), inputs);
  await assertFiniteDifferences(fused(mask), [4, 5, 6].map((seed) => noise(seed, [1, 1, 4, 3])));
});

Deno.test("attention() takes fewer queries than keys, as with a cache", async () => {
  const mask = tf.zeros([1, 1, 1, 5]);
  const inputs = [noise(1, [2, 2, 1, 3]), noise(2, [2, 2, 5, 3]), noise(3, [2, 2, 5, 3])];
  await assertSameGradients(fused(mask), plain(mask), inputs);
});

Deno.test("selfAttention() is attention() between the heads of one projection, gradients too", async () => {
  const mask = causalMask(3);
  const apart = (joint?: Tensor) => {
    const heads = tf.split(joint!, 3, 2) // q, k and v, each [rows, time, heads × d]
      .map((part) => tf.transpose(part.reshape([2, 3, 2, 4]), [0, 2, 1, 3]));
    return tf.transpose(plain(mask)(...heads), [0, 2, 1, 3]).reshape([2, 3, 8]);
  };
  const joint = noise(1, [2, 3, 24]);
  await assertSameGradients(
    (joint) => selfAttention(joint!, sideBySide({ heads: 2, kvHeads: 2 }), mask),
    apart,
    [joint],
  );
});

Deno.test("selfAttention() of a sequence of several blocks is that of one, gradients too", async () => {
  const [rows, time, heads, d] = [2, 550, 1, 3] as const; // blocks of 256, 256 and 38
  const half = Int32Array.from({ length: rows * time }, (_, i) => i % time < 300 ? 1 : 2);
  const segments = tf.tensor2d(half, [rows, time], "int32");
  for (const mask of [causalMask(time), segmentMask(segments, segments)]) {
    const apart = (joint?: Tensor) => {
      const parts = tf.split(joint!, 3, 2)
        .map((part) => tf.transpose(part.reshape([rows, time, heads, d]), [0, 2, 1, 3]));
      return tf.transpose(plain(mask)(...parts), [0, 2, 1, 3]).reshape([rows, time, heads * d]);
    };
    const joint = noise(1, [rows, time, 3 * heads * d]);
    await assertSameGradients(
      (joint) => selfAttention(joint!, sideBySide({ heads, kvHeads: heads }), mask),
      apart,
      [joint],
    );
  }
});

Deno.test("attention() gives a hidden position no weight at all", async () => {
  const [q, k] = [noise(1, [1, 1, 3, 2]), noise(2, [1, 1, 3, 2])];
  const values = (last: number) => tf.tensor4d([1, 2, 3, 4, last, last], [1, 1, 3, 2]);
  const first = async (last: number) =>
    (await take(attention(q, k, values(last), causalMask(3)))).slice(0, 4);
  deepEqual(await first(0), await first(1e6));
});

Deno.test("causalMask() lets position i see 0 … i", async () => {
  const seen = [...await take(causalMask(3))].map((x) => x === 0);
  deepEqual(seen, [true, false, false, true, true, false, true, true, true]);
});

Deno.test("attention() has finite gradients where scores are large", async () => {
  const mask = causalMask(3);
  const large = [1, 2, 3].map((seed) => tf.mul(noise(seed, [1, 1, 3, 2]), 30));
  for (const gradient of tf.grads(fused(mask))(large)) {
    ok((await take(gradient)).every(Number.isFinite));
  }
});

Deno.test("attention() leaves no tensor behind", async () => {
  const mask = causalMask(3);
  const inputs = [1, 2, 3].map((seed) => noise(seed, [1, 2, 3, 2]));
  await noLeaks(() => fused(mask)(...inputs).dispose());
  await noLeaks(() => tf.grads(fused(mask))(inputs).forEach((gradient) => gradient.dispose()));
  const joint = noise(4, [1, 3, 12]);
  const own = sideBySide({ heads: 2, kvHeads: 2 });
  await noLeaks(() => selfAttention(joint, own, mask).dispose());
  await noLeaks(() => tf.grad((x) => tf.sum(selfAttention(x, own, mask)))(joint).dispose());
  await noLeaks(() => causalMask(2).dispose());
});

Deno.test("segmentMask() lets a token see its segment and its parent up to itself", async () => {
  // A prompt 1 with the answers 2 and 3, another prompt 4, and padding.
  const segments = tf.tensor2d([[1, 1, 2, 2, 3, 4, 0]], [1, 7], "int32");
  const parents = tf.tensor2d([[1, 1, 1, 1, 1, 4, 0]], [1, 7], "int32");
  const mask = segmentMask(segments, parents);
  deepEqual(mask.shape, [1, 1, 7, 7]);
  const numbers = await take(mask);
  const seen = Array.from(
    { length: 7 },
    (_, i) => Array.from({ length: 7 }, (_, j) => j).filter((j) => numbers[7 * i + j] === 0),
  );
  deepEqual(seen, [[0], [0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 4], [5], [6]]);
  await noLeaks(() => segmentMask(segments, parents).dispose());
});

Deno.test("attention() gives each key to the queries next to each other that share it", async () => {
  const mask = causalMask(4);
  const repeated = (x?: Tensor) => tf.stack([x!, x!, x!], 2).reshape([2, 6, 4, 3]);
  const apart = (...[q, k, v]: Tensor[]) => plain(mask)(q!, repeated(k), repeated(v));
  const inputs = [noise(1, [2, 6, 4, 3]), noise(2, [2, 2, 4, 3]), noise(3, [2, 2, 4, 3])];
  await assertSameGradients(fused(mask), apart, inputs);
});

Deno.test("windowMask() lets a token see so many positions back, wherever they stand", async () => {
  // An answer that shares its prompt with another one goes on at the prompt's positions.
  const mask = windowMask(tf.tensor2d([[0, 1, 2, 2]], [1, 4], "int32"), 2);
  const seen = [...await take(mask)].map((x) => x === 0);
  deepEqual(seen.slice(8, 12), [false, true, true, true]);
  deepEqual(seen.slice(12), [false, true, true, true]);
});
