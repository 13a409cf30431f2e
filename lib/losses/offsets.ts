/** Offsets of ODPO: by how much a pair's scores say that the chosen answer should win. */
import { type ScoreNeeds, tf, type Vector } from "../base/mod.ts";

/** From the scores of the chosen and of the rejected answers to an offset a pair, each `[pairs]`. */
export interface Offset {
  (chosen: Vector, rejected: Vector): Vector;
  /** What it asks of scores. @default {that chosen answers score higher} */
  readonly needs?: ScoreNeeds;
}

/** log(s_w − s_l): negative where the scores differ by less than 1. Needs s_w > s_l. */
export const logGap: Offset = (chosen, rejected): Vector => tf.log(tf.sub(chosen, rejected));

/** s_w − s_l: a tie asks for nothing. */
export const scoreGap: Offset = Object.assign(
  (chosen: Vector, rejected: Vector): Vector => tf.sub(chosen, rejected),
  { needs: { ties: true } },
);

/** log(s_w / s_l): a tie asks for nothing. Needs positive scores. */
export const scoreRatio: Offset = Object.assign(
  (chosen: Vector, rejected: Vector): Vector => tf.sub(tf.log(chosen), tf.log(rejected)),
  { needs: { ties: true, positive: true } },
);
