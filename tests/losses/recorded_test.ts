import { type Tensors, type TensorTree, tf, type Vector } from "../../lib/base/mod.ts";
import { assertSameBothWays } from "../_both_ways.ts";
import { engine } from "../_support.ts";
import { FAMILY, type Given, given, gradients, known } from "./_family.ts";

/** A batch of one pair or several as named tensors, and back. */
const NAMES = ["chosen", "rejected", "chosenLengths", "rejectedLengths"] as const;

function named({ policy, reference, facts }: Given): Tensors {
  const { chosenEntropies, rejectedEntropies } = reference;
  return {
    ...Object.fromEntries(NAMES.map((name) => [`policy ${name}`, policy[name]])),
    ...Object.fromEntries(NAMES.map((name) => [`reference ${name}`, reference[name]])),
    chosenEntropies: chosenEntropies!,
    rejectedEntropies: rejectedEntropies!,
    chosenScores: facts.scores!.chosen,
    rejectedScores: facts.scores!.rejected,
  };
}

function batchOf(tensors: Tensors): Given {
  const vector = (name: string) => tensors[name] as Vector;
  const side = (prefix: string) =>
    Object.fromEntries(NAMES.map((name) => [name, vector(`${prefix} ${name}`)])) as Record<
      typeof NAMES[number],
      Vector
    >;
  return {
    policy: side("policy"),
    reference: {
      ...side("reference"),
      chosenEntropies: vector("chosenEntropies"),
      rejectedEntropies: vector("rejectedEntropies"),
    },
    facts: { scores: { chosen: vector("chosenScores"), rejected: vector("rejectedScores") } },
  };
}

/** Losses and slopes of the whole family, by name. */
function family(tensors: Tensors): Tensors {
  const batch = batchOf(tensors);
  return Object.fromEntries(
    Object.entries(FAMILY).flatMap(([name, loss]) => {
      const [chosen, rejected] = gradients(loss, batch);
      const losses = loss(batch.policy, batch.reference, batch.facts);
      return Object.entries({ losses, chosen, rejected })
        .map(([what, tensor]) => [`${what} of ${name}`, tensor]);
    }),
  );
}

Deno.test({
  name: "a recorded step gives every loss and its slopes as an eager one does",
  ignore: engine.name !== "tensorflow",
  fn: async () => {
    const batch = named(given(known.negatives));
    const step = (state: TensorTree, tensors: Tensors) => [state, family(tensors)] as const;
    await assertSameBothWays(step, { steps: tf.scalar(0) }, [batch]);
  },
});
