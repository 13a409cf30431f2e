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
  sizes: DialogueSizes,
  seed: number,
): World {
  const [heldOut, learnt] = splitByOpening(pairs, openings, [sizes.heldOut]);
  return dialogueStream({ learnt: learnt!, heldOut: heldOut! }, sizes, seed);
}

/**
 * Rounds of dialogues in an order of the seed's own.
 *
 * @throws {RangeError} If there are too few pairs.
 */
export function dialogueStream(
  { learnt, heldOut }: Record<"learnt" | "heldOut", readonly EncodedPair[]>,
  { rounds, pairsPerRound }: Pick<DialogueSizes, "rounds" | "pairsPerRound">,
  seed: number,
): World {
  if (learnt.length < rounds * pairsPerRound) {
    throw new RangeError(
      `Cannot make a stream of ${rounds} rounds as it takes ${
        rounds * pairsPerRound
      } pairs beside those held out: current count is ${learnt.length}`,
    );
  }
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
    heldOut: heldOut.map((pair) => ({ ...pair, isTrue: true })),
  };
}

/**
 * Splits pairs into parts of at least `counts` pairs each, and the rest: whole groups of dialogues that open alike, in one
 * random order for all seeds.
 */
export function splitByOpening<T>(
  pairs: readonly T[],
  openings: readonly string[],
  counts: readonly number[],
): T[][] {
  const groups = [...Map.groupBy(pairs, (_, i) => openings[i]!).values()];
  const parts: T[][] = [...counts, Infinity].map(() => []);
  for (const index of permutation(streamKey(0, "heldOut"), groups.length)) {
    const part = parts.find((part, i) => part.length < (counts[i] ?? Infinity))!;
    part.push(...groups[index]!);
  }
  return parts;
}
