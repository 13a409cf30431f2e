import { deepEqual, equal } from "node:assert/strict";
import { type Scalar, tf, valueAndGradients } from "../../lib/base/mod.ts";
import { noLeaks, take } from "../_support.ts";

/** x² y at the given numbers, with x² beside it. */
function squareTimes(x: number, y: Scalar) {
  return valueAndGradients((params) => {
    const square = tf.square((params.deep as { x: Scalar }).x);
    return { value: tf.mul(square, y), extra: [square] };
  }, { deep: { x: tf.scalar(x) } });
}

Deno.test("valueAndGradients() gives value, a tree of gradients like the parameters, and what it was told to keep", async () => {
  const { value, gradients, extra } = squareTimes(3, tf.scalar(2));
  deepEqual(Object.keys(gradients), ["deep"]);
  deepEqual([...await take(value)], [18]);
  deepEqual([...await take((gradients.deep as { x: Scalar }).x)], [12]);
  deepEqual([...await take(extra[0]!)], [9]);
  equal(extra.length, 1);
});

Deno.test("valueAndGradients() keeps its results alive until the surrounding tidy ends, and nothing after it", async () => {
  await noLeaks(() => {
    const total = tf.tidy(() => {
      const { value, extra } = squareTimes(3, tf.scalar(2));
      return tf.add(value, extra[0]!);
    });
    total.dispose();
  });
});
