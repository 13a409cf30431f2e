/** Dialogues with human labels as a stream: no judge knows the truth, so held-out pairs alone are measured. */
import { type EncodedPair, permutation } from "../../base/mod.ts";
import { streamKey } from "./streams.ts";
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
 * @param pairs All pairs.
 * @param openings What each pair's dialogue opens with, such as its first question: pairs that open alike stay on one side.
 * @throws {RangeError} If there are too few pairs.
 *
 * @example
 * ```ts
 * import { dialogueWorld } from "@fastslow/fastslow/experiments";
 * import { equal } from "node:assert/strict";
 *
 * const pairs = [0, 1, 2, 3].map((row) =>
 *   ({ row, prompt: Int32Array.of(row), chosen: Int32Array.of(5), rejected: [Int32Array.of(6)] })
 * );
 * const openings = ["Hello", "Hello", "Why?", "How?"];
 * const sizes = { rounds: 2, pairsPerRound: 1, heldOut: 1 };
 * const { rounds, heldOut } = dialogueWorld(pairs, openings, sizes, 0);
 * equal(rounds.length, 2);
 * equal(heldOut.some(({ row }) => rounds.flat().some((pair) => pair.row === row)), false);
 * ```
 */
export function dialogueWorld(
  pairs: readonly EncodedPair[],
  openings: readonly string[],
  { rounds, pairsPerRound, heldOut }: DialogueSizes,
  seed: number,
): World {
  const split = splitByOpening(pairs, openings, heldOut);
  const needed = rounds * pairsPerRound + heldOut;
  if (split.learnt.length < rounds * pairsPerRound) {
    throw new RangeError(
      `Cannot make a stream of ${rounds} rounds as it takes ${needed} pairs: current count is ${pairs.length}`,
    );
  }
  const { learnt } = split;
  const order = permutation(streamKey(seed, "world"), learnt.length);
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
    heldOut: split.heldOut.map((pair) => ({ ...pair, isTrue: true })),
  };
}

/** Whole groups of dialogues that open alike are held out, in one random order for all seeds, until there are enough. */
function splitByOpening(
  pairs: readonly EncodedPair[],
  openings: readonly string[],
  heldOut: number,
): { learnt: EncodedPair[]; heldOut: EncodedPair[] } {
  const groups = [...Map.groupBy(pairs, (_, i) => openings[i]!).values()];
  const split = { learnt: [] as EncodedPair[], heldOut: [] as EncodedPair[] };
  for (const index of permutation(streamKey(0, "heldOut"), groups.length)) {
    const side = split.heldOut.length < heldOut ? split.heldOut : split.learnt;
    side.push(...groups[index]!);
  }
  return split;
}
