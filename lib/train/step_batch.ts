/** What a step's losses see of its batch. */
import { type PairLogps, type Tensor, type Tensors, tf, type Vector } from "../base/mod.ts";
import { lengthsOf, referenceOf } from "../logprobs/mod.ts";

/**
 * What stands for the reference in a loss: what the batch carries of it, or, where the objective asks for none, zeros, under
 * which an implicit reward is β log π itself.
 */
export function referenceOrZeros(batch: Tensors, policy: PairLogps): PairLogps {
  return referenceOf(batch) ?? {
    ...policy,
    chosen: tf.zerosLike(policy.chosen),
    rejected: tf.zerosLike(policy.rejected),
  };
}

/** The policies of a batch from their vectors: chosen and rejected of the first module, of the second, and so on. */
export function policiesFrom(vectors: readonly Tensor[], batch: Tensors): PairLogps[] {
  const lengths = lengthsOf(batch);
  return Array.from({ length: vectors.length / 2 }, (_, i) => ({
    ...lengths,
    chosen: vectors[2 * i] as Vector,
    rejected: vectors[2 * i + 1] as Vector,
  }));
}
