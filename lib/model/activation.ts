/** Non-linearities of the feed-forward block, each with one fused gradient that holds its inputs alone. */
import { type Tensor, tf, withBackward, withGradient } from "../base/mod.ts";
import type { Activation } from "./config.ts";

/** A function of one number, and its derivative. */
export interface Curve {
  /** The function. */
  readonly value: (x: Tensor) => Tensor;
  /** Its derivative. */
  readonly slope: (x: Tensor) => Tensor;
}

/** a of {@linkcode geluTanh}. */
const LINEAR = 2 * Math.sqrt(2 / Math.PI);
/** b of {@linkcode geluTanh}. */
const CUBIC = 0.044715 * LINEAR;

const GELU_TANH: Curve = {
  value: (x) => tf.mul(x, tf.sigmoid(tf.mul(x, tf.add(bend(x), LINEAR)))),
  slope(x) {
    const bent = bend(x);
    const sigma = tf.sigmoid(tf.mul(x, tf.add(bent, LINEAR)));
    const steepness = tf.add(tf.mul(bent, 3), LINEAR); // z′
    const rise = tf.mul(tf.mul(x, steepness), tf.sub(1, sigma));
    return tf.mul(sigma, tf.add(rise, 1));
  },
};

const GELU: Curve = {
  value: (x) => tf.mul(x, normalBelow(x)),
  slope: (x) => tf.add(normalBelow(x), tf.mul(x, normalDensity(x))),
};

const SILU: Curve = {
  value: (x) => tf.mul(x, tf.sigmoid(x)),
  slope(x) {
    const sigma = tf.sigmoid(x);
    return tf.mul(sigma, tf.add(1, tf.mul(x, tf.sub(1, sigma))));
  },
};

const RELU: Curve = {
  value: (x) => tf.relu(x),
  slope: (x) => tf.cast(tf.greater(x, 0), "float32"),
};

/** The curves by the name that a model's config gives. */
export const CURVES: Readonly<Record<Activation, Curve>> = {
  gelu_new: GELU_TANH,
  gelu: GELU,
  relu: RELU,
  silu: SILU,
};

/**
 * GELU in its tanh form, `x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³)))` (Hendrycks & Gimpel, 2016): GPT-2's `gelu_new`.
 *
 * Computed as x σ(z) with z = x (a + b x²), since (1 + tanh u)/2 = σ(2u): half the passes over x. Its slope is
 * σ (1 + x (1 − σ) z′) with z′ = a + 3b x².
 *
 * @param x Any shape.
 */
export function geluTanh(x: Tensor): Tensor {
  return along(GELU_TANH, x);
}

/**
 * GELU exactly, `x Φ(x)` with the normal distribution function Φ (Hendrycks & Gimpel, 2016).
 *
 * @param x Any shape.
 */
export function gelu(x: Tensor): Tensor {
  return along(GELU, x);
}

/** A curve at `x`, with its gradient. */
export function along({ value, slope }: Curve, x: Tensor): Tensor {
  return withGradient(
    [x],
    (x) => withBackward(value(x), { x }, (dy, { x }) => tf.mul(dy, slope(x))),
  );
}

/**
 * A gated linear unit, `curve(gate) · up` (Shazeer, 2020), which holds its two inputs alone.
 *
 * @param gate Shape `[…, inner]`.
 * @param up Shape `[…, inner]`.
 */
export function gated({ value, slope }: Curve, gate: Tensor, up: Tensor): Tensor {
  return withGradient(
    [gate, up],
    (gate, up) =>
      withBackward(tf.mul(value(gate), up), { gate, up }, (dy, { gate, up }) => [
        tf.mul(tf.mul(dy, up), slope(gate)),
        tf.mul(dy, value(gate)),
      ]),
  );
}

/** b x². */
function bend(x: Tensor): Tensor {
  return tf.mul(tf.square(x), CUBIC);
}

/** Φ. */
function normalBelow(x: Tensor): Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}

function normalDensity(x: Tensor): Tensor {
  return tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
}
