/** Two judges of a hand-written gradient: TensorFlow.js' own, and finite differences. */
import { fold, key, normal, type Tensor, tf } from "../../lib/base/mod.ts";
import { assertClose, take } from "../_support.ts";

type Fn = (...inputs: Tensor[]) => Tensor;

/** Deterministic numbers, roughly standard normal. */
export function noise(seed: number, shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(Float32Array.from(normal(key(seed), size)), [...shape]);
}

/** Asserts that both functions have the same value and the same gradient in every input. */
export async function assertSameGradients(fused: Fn, plain: Fn, inputs: Tensor[], within = 1e-5) {
  assertClose(await take(fused(...inputs)), await take(plain(...inputs)), within, {
    what: "values",
  });
  const expected = await gradients(plain, inputs);
  for (const [i, gradient] of (await gradients(fused, inputs)).entries()) {
    assertClose(gradient, expected[i]!, within, { what: `gradients in input ${i}` });
  }
}

/** Asserts that the gradient in every input is what small steps of that input do. */
export async function assertFiniteDifferences(fn: Fn, inputs: Tensor[], within = 1e-4) {
  for (const [i, gradient] of (await gradients(fn, inputs)).entries()) {
    const steps = await differences(fn, inputs, i);
    assertClose(gradient, steps, within, { what: `gradients in input ${i}` });
  }
}

/** Gradients of Σ wᵢ fn(…)ᵢ with fixed random w, so that no direction is favoured. */
async function gradients(fn: Fn, inputs: Tensor[]): Promise<Float32Array[]> {
  const all = tf.grads((...xs: Tensor[]) => {
    const y = fn(...xs);
    return tf.sum(tf.mul(y, weights(y.shape)));
  })(inputs);
  return await Promise.all(all.map(take));
}

/** The same by the five-point stencil; sums are formed in float64. */
async function differences(fn: Fn, inputs: Tensor[], at: number): Promise<Float64Array> {
  const h = 2 ** -4;
  const start = await inputs[at]!.data<"float32">();
  const slopes = new Float64Array(start.length);
  for (let i = 0; i < start.length; i++) {
    for (const [steps, weight] of [[1, 8], [-1, -8], [2, -1], [-2, 1]] as const) {
      const moved = start.slice();
      moved[i]! += steps * h;
      const x = tf.tensor(moved, inputs[at]!.shape);
      slopes[i]! += weight * await total(fn(...inputs.with(at, x))) / (12 * h);
      x.dispose();
    }
  }
  return slopes;
}

async function total(y: Tensor): Promise<number> {
  const factors = await take(weights(y.shape));
  return (await take(y)).reduce((sum, value, i) => sum + value * factors[i]!, 0);
}

function weights(shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(Float32Array.from(normal(fold(key(99), 0), size)), [...shape]);
}
