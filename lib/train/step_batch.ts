/** What a step's batch carries beside its tokens. */
import { type PairLogps, type Tensor, type Tensors, tf, type Vector } from "../base/mod.ts";

/** Names under which a batch carries the reference's log-probabilities, `[pairs]`. */
export const REFERENCE = { chosen: "reference_chosen", rejected: "reference_rejected" } as const;

/** The reference's log-probabilities that a batch carries, if it does. */
export function referenceOf(batch: Tensors): PairLogps | undefined {
  const chosen = batch[REFERENCE.chosen];
  const rejected = batch[REFERENCE.rejected];
  if (!chosen || !rejected) return undefined;
  return { ...lengthsOf(batch, 2), chosen: chosen as Vector, rejected: rejected as Vector };
}

/** The policies of a batch from their vectors, `[pairs]`: chosen and rejected of the first module, of the second, and so on. */
export function policiesFrom(
  vectors: readonly Tensor[],
  batch: Tensors,
  answers: 1 | 2,
): PairLogps[] {
  const lengths = lengthsOf(batch, answers);
  return Array.from({ length: vectors.length / 2 }, (_, i) => ({
    ...lengths,
    chosen: vectors[2 * i] as Vector,
    rejected: vectors[2 * i + 1] as Vector,
  }));
}

function lengthsOf(batch: Tensors, answers: 1 | 2) {
  const all = batch.completions as Vector;
  const [chosenLengths, rejectedLengths] = answers === 2
    ? tf.split(all, 2) as [Vector, Vector]
    : [all, tf.zerosLike(all)];
  return { chosenLengths, rejectedLengths };
}
