/** Rounds with pairs of earlier domains among their own. */
import { fold, type Key, uniform } from "../../base/mod.ts";
import type { Round } from "../in_domain/batches.ts";

/**
 * Adds pairs that are drawn from memories to each round, with the reference's log-probabilities.
 *
 * @param rounds The domain's own.
 * @param memories A memory of each earlier domain, as one round each.
 * @param options How many pairs from memory there are beside each own pair, and randomness.
 */
export function withReplay(
  rounds: readonly Round[],
  memories: readonly Round[],
  { share, key }: { readonly share: number; readonly key: Key },
): Round[] {
  const pool = joined(memories);
  if (pool.pairs.length === 0) return [...rounds];
  return rounds.map((round, t) => {
    const count = Math.max(1, Math.round(share * round.pairs.length));
    const draws = uniform(fold(key, t), count);
    return joined([
      round,
      picked(pool, Array.from(draws, (u) => Math.floor(u * pool.pairs.length))),
    ]);
  });
}

/** Rounds as one. */
export function joined(rounds: readonly Round[]): Round {
  return {
    pairs: rounds.flatMap(({ pairs }) => pairs),
    reference: {
      chosen: Float64Array.from(rounds.flatMap(({ reference }) => [...reference.chosen])),
      rejected: Float64Array.from(rounds.flatMap(({ reference }) => [...reference.rejected])),
    },
  };
}

/** Some pairs of a round. */
export function picked({ pairs, reference }: Round, places: readonly number[]): Round {
  return {
    pairs: places.map((place) => pairs[place]!),
    reference: {
      chosen: Float64Array.from(places, (place) => reference.chosen[place]!),
      rejected: Float64Array.from(places, (place) => reference.rejected[place]!),
    },
  };
}
