import { tf } from "../../lib/base/mod.ts";
import { gelu, geluTanh } from "../../lib/model/mod.ts";
import { along, CURVES, gated } from "../../lib/model/mod.ts";
import { assertClose, noLeaks, take } from "../_support.ts";
import { assertFiniteDifferences, assertSameGradients, noise } from "./_gradients.ts";

const plainTanh = (x: tf.Tensor) => {
  const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
};
const plainGelu = (x: tf.Tensor) =>
  tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.div(x, Math.SQRT2)), 1));

Deno.test("geluTanh() and gelu() take the values of their formulas", async () => {
  const x = tf.tensor1d([-2, -0.5, 0, 1, 3]);
  assertClose(
    await take(geluTanh(x)),
    [-0.0454023, -0.1542860, 0, 0.8411920, 2.9963627],
    1e-6,
  );
  assertClose(await take(gelu(x)), [-0.0455003, -0.1542688, 0, 0.8413447, 2.9959502], 1e-6);
});

Deno.test("geluTanh() has the gradient of its formula", async () => {
  const x = noise(1, [3, 5]);
  await assertSameGradients((x) => geluTanh(x!), (x) => plainTanh(x!), [x]);
  await assertFiniteDifferences((x) => geluTanh(x!), [x]);
});

Deno.test("gelu() has the gradient of its formula", async () => {
  const x = noise(2, [3, 5]);
  await assertSameGradients((x) => gelu(x!), (x) => plainGelu(x!), [x]);
  await assertFiniteDifferences((x) => gelu(x!), [x]);
});

Deno.test("Activations far from zero are the identity or nothing, and so are their slopes", async () => {
  const far = tf.tensor1d([-40, 40]);
  for (const activate of [geluTanh, gelu]) {
    assertClose(await take(activate(far)), [0, 40], 1e-6);
    assertClose(await take(tf.grad((x) => tf.sum(activate(x)))(far)), [0, 1], 1e-6);
  }
});

Deno.test("Activations go by the names that parseConfig() gives", async () => {
  const x = tf.tensor1d([-1, 2]);
  assertClose(await take(along(CURVES.relu, x)), [0, 2], 0);
  assertClose(await take(along(CURVES.gelu, x)), await take(gelu(x)), 0);
  assertClose(await take(along(CURVES.gelu_new, x)), await take(geluTanh(x)), 0);
  assertClose(await take(along(CURVES.silu, x)), [-0.2689414, 1.7615942], 1e-6);
});

Deno.test("Every curve's slope is that of its value", async () => {
  for (const curve of Object.values(CURVES)) {
    await assertFiniteDifferences((x) => along(curve, x!), [noise(4, [2, 5])]);
  }
});

Deno.test("gated() is the product of an activation and its partner, gradients too", async () => {
  const inputs = [noise(5, [2, 3]), noise(6, [2, 3])];
  const apart = (...[gate, up]: tf.Tensor[]) => tf.mul(tf.mul(gate!, tf.sigmoid(gate!)), up!);
  await assertSameGradients((gate, up) => gated(CURVES.silu, gate!, up!), apart, inputs);
});

Deno.test("Activations leave no tensor behind", async () => {
  const x = noise(3, [4]);
  for (const activate of [geluTanh, gelu]) {
    await noLeaks(() => activate(x).dispose());
    await noLeaks(() => tf.grad((x) => tf.sum(activate(x)))(x).dispose());
  }
});
