/** Rotary position embeddings (RoPE; Su et al., 2021). */
import { type Tensor, tf } from "../base/mod.ts";
import { aboveZeroOr, configError, type ConfigJson, named } from "./config_fields.ts";
import { ropeSettings } from "./rope_settings.ts";

/** How positions turn queries and keys. */
export interface Rotary {
  /** Numbers of a head that are turned, counted from its first: pairs `(i, i + width / 2)`. */
  readonly width: number;
  /** Angle per position of each pair, in radians, `[width / 2]`. */
  readonly frequencies: readonly number[];
}

/** Changes frequencies for contexts longer than those that the model was first trained on. */
const SCALINGS: Readonly<Record<string, (frequency: number, scaling: ConfigJson) => number>> = {
  default: (frequency) => frequency,
  linear: (frequency, scaling) => frequency / factorOf(scaling, "factor"),
  llama3,
};

/**
 * The frequencies `θ^(−2i / width)`, scaled as the config asks: `rope_theta` and `rope_scaling`, or `rope_parameters`.
 *
 * @param width Numbers of a head that are turned.
 * @throws {RangeError} If the scaling is not known or lacks a value, or the base of the angles is no number > 0.
 */
export function rotaryOf(json: ConfigJson, width: number): Rotary {
  const scaling = ropeSettings(json);
  const theta = aboveZeroOr(scaling, "rope_theta", aboveZeroOr(json, "rope_theta", 10000));
  const scale = named(SCALINGS, "rope_type", scaling.rope_type ?? scaling.type ?? "default");
  if (width % 2 !== 0 || width === 0) {
    throw configError(`the rotated width must be even and > 0: current value is ${width}`);
  }
  const frequencies = Array.from(
    { length: width / 2 },
    (_, i) => scale(theta ** (-2 * i / width), scaling),
  );
  return { width, frequencies };
}

/** Cosine and sine of each position's angles. */
export type Turn = {
  /** Shape `[rows or 1, 1, time, width / 2]`. */
  readonly cos: Tensor;
  /** Shape `[rows or 1, 1, time, width / 2]`. */
  readonly sin: Tensor;
};

/**
 * The turn at each position.
 *
 * @param positions Shape `[rows or 1, time]`.
 */
export function turnsAt({ frequencies }: Rotary, positions: Tensor): Turn {
  const [rows, time] = positions.shape as [number, number];
  const place = tf.cast(positions, "float32").reshape([rows, 1, time, 1]);
  const angles = tf.mul(place, tf.tensor1d([...frequencies]));
  return { cos: tf.cos(angles), sin: tf.sin(angles) };
}

/**
 * Turns the first numbers of each head, and leaves the others.
 *
 * @param x Shape `[rows, heads, time, d]`.
 * @param direction 1, or −1 for the inverse, which is the gradient as well.
 */
export function turned(x: Tensor, { cos, sin }: Turn, direction: 1 | -1 = 1): Tensor {
  const half = cos.shape.at(-1)!;
  const rest = x.shape.at(-1)! - 2 * half;
  const [a, b, others] = tf.split(x, rest === 0 ? [half, half] : [half, half, rest], -1);
  const signed = direction === 1 ? sin : tf.neg(sin);
  const first = tf.sub(tf.mul(a!, cos), tf.mul(b!, signed));
  const second = tf.add(tf.mul(b!, cos), tf.mul(a!, signed));
  return tf.concat([first, second, ...(others ? [others] : [])], -1);
}

/** Llama 3.1's scaling: long waves are stretched, short ones kept, those between blended. */
function llama3(frequency: number, scaling: ConfigJson): number {
  const factor = factorOf(scaling, "factor");
  const low = factorOf(scaling, "low_freq_factor");
  const high = factorOf(scaling, "high_freq_factor");
  const context = factorOf(scaling, "original_max_position_embeddings");
  const turns = context * frequency / (2 * Math.PI);
  if (turns < low) return frequency / factor;
  if (turns > high) return frequency;
  const kept = (turns - low) / (high - low);
  return (1 - kept) * frequency / factor + kept * frequency;
}

function factorOf(scaling: ConfigJson, name: string): number {
  const value = scaling[name];
  if (typeof value === "number" && value > 0) return value;
  throw configError(
    `${name} of rope_scaling must be > 0: current value is ${JSON.stringify(value)}`,
  );
}
