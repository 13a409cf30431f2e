import { type Scalar, tf } from "../base/mod.ts";
import type { Rate } from "./optimiser.ts";

/** Options for {@linkcode warmupStableDecay}. */
export interface WarmupStableDecayOptions {
  /** Steps during which the rate climbs from 0. @default {0} */
  readonly warmup?: number;
  /** Step at which the rate has fallen to 0. */
  readonly total: number;
  /** Steps of the fall at the end. */
  readonly decay: number;
}

/**
 * A learning rate that climbs linearly, stays, and falls linearly at the end
 * ({@link https://arxiv.org/abs/2404.06395 | Hu et al.}): a run stopped before the fall can be made longer.
 *
 * @param peak The highest rate.
 * @throws {RangeError} If climb and fall together exceed `total`, or one of them is negative.
 *
 * @example
 * ```ts
 * import { warmupStableDecay } from "@fastslow/fastslow";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const options = { warmup: 4, total: 12, decay: 4 };
 * const rate = warmupStableDecay(8, options) as (count: tf.Scalar) => tf.Scalar;
 * deepEqual(await rate(tf.scalar(2)).data(), new Float32Array([4]));
 * deepEqual(await rate(tf.scalar(6)).data(), new Float32Array([8]));
 * deepEqual(await rate(tf.scalar(11)).data(), new Float32Array([2]));
 * ```
 */
export function warmupStableDecay(
  peak: number,
  { warmup = 0, total, decay }: WarmupStableDecayOptions,
): Rate {
  if (!(warmup >= 0 && decay >= 0 && warmup + decay <= total)) {
    throw new RangeError(
      `Cannot schedule the rate as warmup ${warmup} and decay ${decay} must be ≥ 0 and together at most the total: current value is ${total}`,
    );
  }
  return (count: Scalar) => {
    const climb = tf.div(count, Math.max(1, warmup));
    const fall = tf.div(tf.sub(total, count), Math.max(1, decay));
    return tf.mul(tf.clipByValue(tf.minimum(climb, fall), 0, 1), peak) as Scalar;
  };
}
