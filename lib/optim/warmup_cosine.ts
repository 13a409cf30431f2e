import { type Scalar, tf } from "../base/mod.ts";
import type { Rate } from "./optimiser.ts";

/** Options for {@linkcode warmupCosine}. */
export interface WarmupCosineOptions {
  /** Steps during which the rate climbs from 0. @default {0} */
  readonly warmup?: number;
  /** Step at which the rate has fallen to 0. */
  readonly total: number;
}

/**
 * A learning rate that climbs linearly, then falls along half a cosine. Agrees with transformers'
 * `get_cosine_schedule_with_warmup`.
 *
 * @param peak The highest rate.
 * @throws {RangeError} If `total` does not exceed `warmup`.
 *
 * @example
 * ```ts
 * import { warmupCosine } from "@fastslow/fastslow";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const rate = warmupCosine(8, { warmup: 4, total: 12 }) as (count: tf.Scalar) => tf.Scalar;
 * deepEqual(await rate(tf.scalar(2)).data(), new Float32Array([4]));
 * deepEqual(await rate(tf.scalar(4)).data(), new Float32Array([8]));
 * ```
 */
export function warmupCosine(peak: number, { warmup = 0, total }: WarmupCosineOptions): Rate {
  if (!(warmup >= 0 && total > warmup)) {
    throw new RangeError(
      `Cannot schedule the rate as total must exceed warmup ≥ 0: current values are ${total} and ${warmup}`,
    );
  }
  return (count: Scalar) => {
    const climb = tf.div(count, Math.max(1, warmup));
    const progress = tf.clipByValue(tf.div(tf.sub(count, warmup), total - warmup), 0, 1);
    const fall = tf.mul(tf.add(tf.cos(tf.mul(progress, Math.PI)), 1), 0.5);
    return tf.mul(tf.where(tf.less(count, warmup), climb, fall), peak) as Scalar;
  };
}
