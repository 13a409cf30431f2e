import { type Objective, type PairLogps, type Scalar, tf } from "../base/mod.ts";

/**
 * Supervised fine-tuning: the mean negative log-probability of the chosen answers' tokens. Prompt tokens do not count;
 * every completion token of the batch counts the same, as in TRL.
 */
export function supervisedObjective(): Objective {
  return {
    name: "sft",
    modules: ["policy"],
    answers: 1,
    needsReference: false,
    meanOver: "completion tokens",
    init: () => ({}),
    loss: ([policy]) => perToken(policy!),
    observe: ([policy]) => ({
      metrics: { "logps/chosen": tf.mean(policy!.chosen), perplexity: tf.exp(perToken(policy!)) },
      state: {},
      speeds: [tf.scalar(1)],
    }),
    played: () => tf.scalar(0),
  };
}

function perToken({ chosen, chosenLengths }: PairLogps): Scalar {
  return tf.neg(tf.div(tf.sum(chosen), tf.sum(chosenLengths)));
}
