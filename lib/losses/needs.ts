/** What a loss needs beside log-probabilities: taken where it is there, named where it is missing. */
import {
  type Objective,
  type PairFacts,
  type PairLogps,
  type PreferenceLoss,
  tf,
  type Vector,
} from "../base/mod.ts";

/** What an objective that minimises a loss needs, every answer given. */
export function needsOf(
  loss: PreferenceLoss,
): Required<
  Pick<
    Objective,
    "needsReference" | "needsEntropies" | "needsScores" | "needsMismatched" | "coupled"
  >
> {
  return {
    needsReference: loss.needsReference ?? true,
    needsEntropies: loss.needsEntropies ?? false,
    needsScores: loss.needsScores ?? false,
    needsMismatched: loss.needsMismatched ?? false,
    coupled: loss.coupled ?? false,
  };
}

/** The judged scores of a batch. */
export function scoresOf(loss: string, { scores }: PairFacts): NonNullable<PairFacts["scores"]> {
  if (scores) return scores;
  throw new TypeError(
    `Cannot compute ${loss} as it needs the judged scores of the answers: current value is undefined`,
  );
}

/** Mean over both answers of the reference's entropies, in units of log |V|, `[pairs]`. */
export function entropyOf(
  loss: string,
  { chosenEntropies, rejectedEntropies }: PairLogps,
): Vector {
  if (chosenEntropies && rejectedEntropies) {
    return tf.mul(tf.add(chosenEntropies, rejectedEntropies), 0.5);
  }
  throw new TypeError(
    `Cannot compute ${loss} as it needs the entropies of the reference's next tokens: current value is undefined`,
  );
}
