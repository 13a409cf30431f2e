import { tf } from "../../lib/base/mod.ts";
import { trainedLinear, trainedLookup, trainedNorm } from "../../lib/model/mod.ts";
import { nextTokenLoss } from "../../lib/logprobs/mod.ts";
import "../_support.ts";
import { assertFiniteDifferences, assertSameGradients, noise } from "./_gradients.ts";

Deno.test("trainedLinear() has the gradients of TensorFlow.js in input, weight and bias", async () => {
  await assertSameGradients(
    (x, weight, bias) => trainedLinear("map", x!, weight!, bias!),
    (x, weight, bias) =>
      tf.add(tf.matMul(x!.reshape([6, 4]), weight as tf.Tensor2D), bias!).reshape([2, 3, 5]),
    [noise(0, [2, 3, 4]), noise(1, [4, 5]), noise(2, [5])],
  );
});

Deno.test("trainedNorm() has the gradients of the plain formula in input, weight and bias", async () => {
  await assertSameGradients(
    (x, weight, bias) => trainedNorm(x!, weight!, bias!, 1e-5),
    (x, weight, bias) => {
      const { mean, variance } = tf.moments(x!, -1, true);
      const unit = tf.div(tf.sub(x!, mean), tf.sqrt(tf.add(variance, 1e-5)));
      return tf.add(tf.mul(unit, weight!), bias!);
    },
    [noise(3, [2, 3, 8]), noise(4, [8]), noise(5, [8])],
  );
});

Deno.test("trainedLookup() adds up the gradients of a row that is looked up twice", async () => {
  const ids = tf.tensor2d([[1, 0, 1], [3, 1, 2]], [2, 3], "int32");
  const oneHot = tf.oneHot(ids.reshape([6]) as tf.Tensor1D, 5).cast("float32") as tf.Tensor2D;
  await assertSameGradients(
    (table) => trainedLookup(table!, ids),
    (table) => tf.matMul(oneHot, table as tf.Tensor2D).reshape([2, 3, 4]),
    [noise(6, [5, 4])],
  );
  tf.dispose([ids, oneHot]);
});

Deno.test("nextTokenLoss() is the mean cross-entropy, with its gradients in states and head", async () => {
  const targets = tf.tensor1d([2, 0, 2, 4], "int32");
  const inputs = [noise(7, [4, 3]), noise(8, [5, 3])];
  await assertSameGradients(
    (hidden, head) => nextTokenLoss(hidden!, head!, targets),
    (hidden, head) => {
      const scores = tf.matMul(hidden as tf.Tensor2D, head as tf.Tensor2D, false, true);
      return tf.losses.softmaxCrossEntropy(tf.oneHot(targets, 5), scores) as tf.Tensor;
    },
    inputs,
  );
  await assertFiniteDifferences((hidden, head) => nextTokenLoss(hidden!, head!, targets), inputs);
  targets.dispose();
});
