/** What a step's batch carries beside its tokens, and what a loss sees of it. */
import {
  type PairFacts,
  type PairLogps,
  type Tensor,
  type Tensors,
  tf,
  type Vector,
} from "../base/mod.ts";
import { answersOf, splitAnswers } from "../logprobs/mod.ts";

/**
 * Names under which a batch carries what the reference says: log-probabilities of the chosen answers, `[pairs]`, and of the
 * rejected ones, `[K × pairs]`, and of both the mean entropies, where a loss asks for them.
 */
export const REFERENCE = {
  chosen: "reference_chosen",
  rejected: "reference_rejected",
  chosenEntropies: "reference_chosen_entropies",
  rejectedEntropies: "reference_rejected_entropies",
} as const;

/** What the reference says of a batch, if it carries that. */
export function referenceOf(batch: Tensors): PairLogps | undefined {
  const chosen = batch[REFERENCE.chosen];
  const rejected = batch[REFERENCE.rejected];
  if (!chosen || !rejected) return undefined;
  const chosenEntropies = batch[REFERENCE.chosenEntropies];
  const rejectedEntropies = batch[REFERENCE.rejectedEntropies];
  return {
    ...lengthsOf(batch),
    chosen: chosen as Vector,
    rejected: rejected as Vector,
    ...(chosenEntropies && { chosenEntropies: chosenEntropies as Vector }),
    ...(rejectedEntropies && { rejectedEntropies: rejectedEntropies as Vector }),
  };
}

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

/** What the batch carries of its pairs beside the tokens. */
export function factsOf(batch: Tensors): PairFacts {
  if (!batch.scores) return {};
  const [chosen, rejected] = splitAnswers(batch.scores.flatten(), answersOf(batch));
  return { scores: { chosen, rejected } };
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

function lengthsOf(batch: Tensors) {
  const [chosenLengths, rejectedLengths] = splitAnswers(
    batch.completions!.flatten(),
    answersOf(batch),
  );
  return { chosenLengths, rejectedLengths };
}
