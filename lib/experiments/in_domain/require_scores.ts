import { DivergenceError } from "../../train/mod.ts";

/**
 * Refuses log-probabilities that are no numbers, where they are made: a policy that gives them has diverged.
 *
 * @param what What was scored, for the message.
 * @param scores In nats.
 * @returns The scores.
 * @throws {DivergenceError} Naming the first one that is not finite.
 */
export function requireScores<T extends ArrayLike<number>>(what: string, scores: T): T {
  const at = Array.prototype.findIndex.call(scores, (value) => !Number.isFinite(value));
  if (at === -1) return scores;
  throw new DivergenceError(
    `Training diverged as log-probability ${at} of the ${what} is ${
      scores[at]
    }: lower the learning rate`,
  );
}
