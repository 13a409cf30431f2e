import type { GradedPair } from "./types.ts";

/**
 * The pairs of prefixes as the rounds of a stream.
 *
 * @param groups Pairs of each prefix, in order; what goes beyond the rounds is left out.
 * @throws {RangeError} If a round has no pair, as all its answers are equal.
 */
export function inRounds(
  groups: readonly (readonly GradedPair[])[],
  { rounds, prefixesPerRound }: { readonly rounds: number; readonly prefixesPerRound: number },
  seed: number,
): GradedPair[][] {
  return Array.from({ length: rounds }, (_, round) => {
    const start = round * prefixesPerRound;
    const pairs = groups.slice(start, start + prefixesPerRound).flat();
    if (pairs.length > 0) return pairs;
    throw new RangeError(
      `Cannot make the stream of seed ${seed} as all answers of round ${
        round + 1
      } are equal: allow longer answers`,
    );
  });
}
