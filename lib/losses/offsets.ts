/** Offsets of ODPO: by how much a pair's scores say that the chosen answer should win. */
import { tf, type Vector } from "../base/mod.ts";

/** From the scores of the chosen and of the rejected answers to an offset a pair, each `[pairs]`. */
export type Offset = (chosen: Vector, rejected: Vector) => Vector;

/** log(s_w − s_l): negative where the scores differ by less than 1. Needs s_w > s_l. */
export function logGap(chosen: Vector, rejected: Vector): Vector {
  return tf.log(tf.sub(chosen, rejected));
}

/** s_w − s_l. */
export function scoreGap(chosen: Vector, rejected: Vector): Vector {
  return tf.sub(chosen, rejected);
}

/** log(s_w / s_l). Needs positive scores. */
export function scoreRatio(chosen: Vector, rejected: Vector): Vector {
  return tf.sub(tf.log(chosen), tf.log(rejected));
}
