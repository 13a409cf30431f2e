import { type PairBatch, type Tensors, tf, type Vector } from "../base/mod.ts";

/** A `PairBatch` as tensors; see {@linkcode batchTensors}. */
export type BatchTensors = Tensors;

/**
 * A batch as tensors, which the caller owns.
 *
 * @returns `ids`, `positions`, `segments`, `parents` `[rows, time]`, `places`, `targets`, `owners` `[tokens]` and
 * `answerTexts` `[pairs × answers]`, all int32, and `completions` `[answers, pairs]`, float32, as well as `scores`
 * `[answers, pairs]`, float32, where all pairs have them.
 */
export function batchTensors(batch: PairBatch): BatchTensors {
  const block = (ids: Int32Array) => tf.tensor2d(ids, [batch.rows, batch.time], "int32");
  const list = (ids: Int32Array) => tf.tensor1d(ids, "int32");
  const byAnswer = (numbers: ArrayLike<number>) =>
    tf.tensor2d(Float32Array.from(numbers), [batch.answers, batch.pairs]);
  return {
    ids: block(batch.ids),
    positions: block(batch.positions),
    segments: block(batch.segments),
    parents: block(batch.parents),
    places: list(batch.places),
    targets: list(batch.targets),
    owners: list(batch.owners),
    answerTexts: list(batch.answerTexts),
    completions: byAnswer(batch.completions),
    ...(batch.scores && { scores: byAnswer(batch.scores) }),
  };
}

/** Texts of one pair: the chosen one and its rejected ones, of which supervised data has none. */
export function answersOf({ completions }: BatchTensors): number {
  return completions!.shape[0]!;
}

/**
 * Divides what stands answer by answer, and pair by pair within, into the chosen ones' and the rejected ones'.
 *
 * @param values Shape `[pairs × answers]`.
 * @param answers Texts of one pair.
 * @returns `[pairs]` and `[K × pairs]`; zeros, `[pairs]`, where no answer is rejected.
 */
export function splitAnswers(
  values: Vector,
  answers: number,
): [chosen: Vector, rejected: Vector] {
  if (answers === 1) return [values, tf.zerosLike(values)];
  const pairs = values.size / answers;
  return tf.split(values, [pairs, values.size - pairs]) as [Vector, Vector];
}
