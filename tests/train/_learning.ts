/** An objective that uses all that a step's batch may carry. */
import { type Objective, type PairLogps, tf, type Vector } from "../../lib/base/mod.ts";

/**
 * Softmax cross-entropy of the chosen answer among all, each rejected answer's reward raised by its gap in scores, each pair
 * weighted by the reference's mean entropy.
 */
export function scoredSoftmax(): Objective {
  const losses: Objective["loss"] = ([policy], reference, _state, facts) => {
    const pairs = policy!.chosen.size;
    const rewards = (which: "chosen" | "rejected") =>
      tf.sub(policy![which], reference[which]).mul(0.1);
    const { chosen, rejected } = facts!.scores!;
    const gaps = tf.sub(rejected.reshape([-1, pairs]), chosen); // [K, pairs]
    const others = tf.add(rewards("rejected").reshape([-1, pairs]), tf.mul(gaps, 0.1));
    const all = tf.concat([rewards("chosen").expandDims(0), others]); // [1 + K, pairs]
    return tf.mean(tf.mul(weights(reference), tf.sub(tf.logSumExp(all, 0), rewards("chosen"))));
  };
  return {
    name: "scored-softmax",
    modules: ["policy"],
    answers: 2,
    needsReference: true,
    needsEntropies: true,
    needsScores: true,
    meanOver: "pairs",
    init: () => ({}),
    loss: losses,
    observe: (policies, reference, state, facts) => {
      // These tell numbers of one answer beside the scores of another.
      const besideScores = (numbers: Vector) => tf.mean(tf.mul(numbers, facts!.scores!.rejected));
      const metrics = {
        again: losses(policies, reference, state, facts),
        lengths: besideScores(policies[0]!.rejectedLengths),
        rejected: besideScores(policies[0]!.rejected),
        reference: besideScores(reference.rejected),
        weights: tf.mean(weights(reference)),
      };
      return { metrics, state: {}, speeds: [tf.scalar(1)] };
    },
    played: () => tf.scalar(0),
  };
}

function weights({ chosenEntropies, rejectedEntropies }: PairLogps): Vector {
  const rejected = tf.mean(rejectedEntropies!.reshape([-1, chosenEntropies!.size]), 0);
  return tf.add(chosenEntropies!, rejected) as Vector;
}
