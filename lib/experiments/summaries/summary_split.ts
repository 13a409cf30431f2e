/** Which posts are learnt from, tuned on, and reported. */
import { type EncodedPair, fold, key, permutation } from "../../base/mod.ts";

/** Pairs of each post, `[posts][pairs]`. */
export type SummaryPosts = readonly (readonly EncodedPair[])[];

/** Posts in parts, the same for all seeds. */
export interface SummarySplit {
  /** Posts whose pairs are learnt from. */
  readonly learnt: SummaryPosts;
  /** Posts that settings are tuned on. */
  readonly tuning: SummaryPosts;
  /** Posts that are reported: the official test file's. */
  readonly heldOut: SummaryPosts;
}

/** Options for {@linkcode summarySplit}. */
export interface SummarySplitOptions {
  /** Posts that settings are tuned on. */
  readonly tuningPosts: number;
  /** Most pairs of a post that are measured on. */
  readonly pairsPerPost: number;
}

/** Children of key 0: order of posts, and of pairs within them. */
const STREAMS = { posts: 1, pairs: 2 } as const;

/** Splits by post, so that no post is on both sides. */
export function summarySplit(
  train: SummaryPosts,
  test: SummaryPosts,
  { tuningPosts, pairsPerPost }: SummarySplitOptions,
): SummarySplit {
  const order = permutation(fold(key(0), STREAMS.posts), train.length);
  const posts = Array.from(order, (at) => train[at]!);
  const some = (pairs: readonly EncodedPair[], at: number) =>
    Array.from(permutation(fold(fold(key(0), STREAMS.pairs), at), pairs.length))
      .slice(0, pairsPerPost).map((place) => pairs[place]!);
  const measured = (all: SummaryPosts) => all.map(some).filter(({ length }) => length > 0);
  return {
    learnt: posts.slice(tuningPosts),
    tuning: measured(posts.slice(0, tuningPosts)),
    heldOut: measured(test),
  };
}

/**
 * So many pairs of the learnt posts, in an order of the seed's own.
 *
 * @throws {RangeError} If there are fewer.
 */
export function trainingPairs({ learnt }: SummarySplit, size: number, seed: number): EncodedPair[] {
  const all = learnt.flat();
  if (all.length >= size) {
    return Array.from(permutation(key(seed), all.length).subarray(0, size), (at) => all[at]!);
  }
  throw new RangeError(
    `Cannot train on ${size} pairs as the learnt posts have fewer: current count is ${all.length}`,
  );
}
