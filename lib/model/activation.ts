/** Non-linearities of the feed-forward block, each with one fused gradient that holds its input alone. */
import { type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";
import type { Activation } from "./config.ts";

const SLOPE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * GELU in its tanh form, `x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³)))` (Hendrycks & Gimpel, 2016): GPT-2's `gelu_new`.
 *
 * @param x Any shape.
 */
export function geluTanh(x: Tensor): Tensor {
  return fused(
    x,
    (x) => tf.mul(tf.mul(x, 0.5), tf.add(bend(x), 1)),
    (x) => {
      const bent = bend(x);
      const steepness = tf.mul(tf.add(tf.mul(tf.square(x), 3 * CUBIC), 1), SLOPE);
      const curve = tf.mul(tf.mul(tf.mul(x, 0.5), tf.sub(1, tf.square(bent))), steepness);
      return tf.add(tf.mul(tf.add(bent, 1), 0.5), curve);
    },
  );
}

/**
 * GELU exactly, `x Φ(x)` with the normal distribution function Φ (Hendrycks & Gimpel, 2016).
 *
 * @param x Any shape.
 */
export function gelu(x: Tensor): Tensor {
  const phi = (x: Tensor) => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
  const density = (x: Tensor) =>
    tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return fused(
    x,
    (x) => tf.mul(x, phi(x)),
    (x) => tf.add(phi(x), tf.mul(x, density(x))),
  );
}

/** The functions by the name that a model's config gives. */
export const ACTIVATION: Readonly<Record<Activation, (x: Tensor) => Tensor>> = {
  gelu_new: geluTanh,
  gelu,
  relu: (x) => tf.relu(x),
};

function bend(x: Tensor): Tensor {
  const cube = tf.mul(tf.square(x), CUBIC);
  return tf.tanh(tf.mul(tf.mul(x, tf.add(cube, 1)), SLOPE));
}

function fused(
  x: Tensor,
  value: (x: Tensor) => Tensor,
  slope: (x: Tensor) => Tensor,
): Tensor {
  return withGradient(
    [x],
    (x) => withBackward(value(x), { x }, (dy, { x }) => tf.mul(dy, slope(x))),
  );
}
