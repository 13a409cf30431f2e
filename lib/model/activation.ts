/** Non-linearities of the feed-forward block, each with one fused gradient that holds its input alone. */
import { type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";
import type { Activation } from "./config.ts";

/** a of {@linkcode geluTanh}. */
const LINEAR = 2 * Math.sqrt(2 / Math.PI);
/** b of {@linkcode geluTanh}. */
const CUBIC = 0.044715 * LINEAR;

/**
 * GELU in its tanh form, `x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³)))` (Hendrycks & Gimpel, 2016): GPT-2's `gelu_new`.
 *
 * Computed as x σ(z) with z = x (a + b x²), since (1 + tanh u)/2 = σ(2u): half the passes over x. Its slope is
 * σ (1 + x (1 − σ) z′) with z′ = a + 3b x².
 *
 * @param x Any shape.
 */
export function geluTanh(x: Tensor): Tensor {
  return fused(
    x,
    (x) => tf.mul(x, tf.sigmoid(tf.mul(x, tf.add(curve(x), LINEAR)))),
    (x) => {
      const bent = curve(x);
      const sigma = tf.sigmoid(tf.mul(x, tf.add(bent, LINEAR)));
      const steepness = tf.add(tf.mul(bent, 3), LINEAR); // z′
      const rise = tf.mul(tf.mul(x, steepness), tf.sub(1, sigma));
      return tf.mul(sigma, tf.add(rise, 1));
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

/** b x². */
function curve(x: Tensor): Tensor {
  return tf.mul(tf.square(x), CUBIC);
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
