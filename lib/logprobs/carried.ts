/** What a batch carries beside its tokens, and what a loss sees of it. */
import type { PairFacts, PairLogps, Tensors, Vector } from "../base/mod.ts";
import { answersOf, splitAnswers } from "./batch_tensors.ts";

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
const NAMES = Object.keys(REFERENCE) as (keyof typeof REFERENCE)[];

/** What a batch is to carry of the reference. */
export function referenceTensors(reference: PairLogps): Tensors {
  return Object.fromEntries(
    NAMES.flatMap((name): [string, Vector][] => {
      const found = reference[name];
      return found ? [[REFERENCE[name], found]] : [];
    }),
  );
}

/** What the reference says of a batch, if it carries that. */
export function referenceOf(batch: Tensors): PairLogps | undefined {
  const found = Object.fromEntries(
    NAMES.flatMap((name) => batch[REFERENCE[name]] ? [[name, batch[REFERENCE[name]]]] : []),
  ) as Partial<PairLogps>;
  const { chosen, rejected } = found;
  return chosen && rejected ? { ...lengthsOf(batch), ...found, chosen, rejected } : undefined;
}

/** What the batch carries of its pairs beside the tokens. */
export function factsOf(batch: Tensors): PairFacts {
  if (!batch.scores) return {};
  const [chosen, rejected] = splitAnswers(batch.scores.flatten(), answersOf(batch));
  return { scores: { chosen, rejected } };
}

/** Tokens of the chosen answers, `[pairs]`, and of the rejected ones, `[K × pairs]`. */
export function lengthsOf(
  batch: Tensors,
): Required<Pick<PairLogps, "chosenLengths" | "rejectedLengths">> {
  const [chosenLengths, rejectedLengths] = splitAnswers(
    batch.completions!.flatten(),
    answersOf(batch),
  );
  return { chosenLengths, rejectedLengths };
}
