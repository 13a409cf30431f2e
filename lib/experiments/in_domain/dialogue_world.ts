/** Dialogues with human labels as a stream: no judge knows the truth, so held-out pairs alone are measured. */
import { type EncodedPair, fold, key, permutation } from "../../base/mod.ts";
import type { World } from "./types.ts";

/** Sizes of the stream. */
export interface DialogueSizes {
  /** Rounds. */
  readonly rounds: number;
  /** Pairs of a round. */
  readonly pairsPerRound: number;
  /** Held-out pairs. */
  readonly heldOut: number;
}

/**
 * A stream of dialogues in an order of its own for each seed; the held-out pairs are the same for all seeds.
 *
 * @param pairs All pairs; the last ones are held out.
 * @throws {RangeError} If there are too few pairs.
 */
export function dialogueWorld(
  pairs: readonly EncodedPair[],
  { rounds, pairsPerRound, heldOut }: DialogueSizes,
  seed: number,
): World {
  const needed = rounds * pairsPerRound + heldOut;
  if (pairs.length < needed) {
    throw new RangeError(
      `Cannot make a stream of ${rounds} rounds as it takes ${needed} pairs: current count is ${pairs.length}`,
    );
  }
  const learnt = pairs.slice(0, pairs.length - heldOut);
  const order = permutation(fold(key(seed), 7), learnt.length);
  return {
    seed,
    rounds: Array.from(
      { length: rounds },
      (_, round) =>
        Array.from(
          order.subarray(round * pairsPerRound, (round + 1) * pairsPerRound),
          (row) => learnt[row]!,
        ),
    ),
    heldOut: pairs.slice(pairs.length - heldOut).map((pair) => ({ ...pair, isTrue: true })),
  };
}
