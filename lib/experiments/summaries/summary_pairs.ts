/** From rated summaries to pairs with scores. */
import type { EncodedPair } from "../../base/mod.ts";
import type { Tokenizer } from "../../tokens/mod.ts";
import type { RatedPost, RatedSummary } from "./rated_summaries.ts";

/** Options for {@linkcode summaryPairs}. */
export interface SummaryPairsOptions {
  /** Tokens that are kept of a post, from its beginning. @default {256} */
  readonly postTokens?: number;
  /** Tokens that are kept of a summary. @default {64} */
  readonly summaryTokens?: number;
}

/** What stands between a post and its summary. */
const CUE = "\n\nTL;DR:";

/**
 * Every pair of a post's summaries whose ratings differ, the better one chosen, with the ratings as scores; the posts'
 * pairs stay together, as what is known of one post is known of all its pairs.
 *
 * @returns The pairs of each post, `[posts][pairs]`; `row` is the post's place.
 *
 * @example
 * ```ts
 * import { summaryPairs } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tokenizer = { eos: 0, encode: (text: string) => Int32Array.from(text, (c) => c.charCodeAt(0)) };
 * const summaries = [{ text: " a", rating: 2 }, { text: " b", rating: 7 }, { text: " c", rating: 2 }];
 * const [pairs] = summaryPairs([{ post: "p", summaries }], tokenizer);
 * deepEqual(pairs!.map(({ scores }) => scores), [
 *   { chosen: 7, rejected: [2] },
 *   { chosen: 7, rejected: [2] },
 * ]);
 * ```
 */
export function summaryPairs(
  posts: readonly RatedPost[],
  tokenizer: Pick<Tokenizer, "encode" | "eos">,
  { postTokens = 256, summaryTokens = 64 }: SummaryPairsOptions = {},
): EncodedPair[][] {
  const cue = tokenizer.encode(CUE);
  return posts.map(({ post, summaries }, row) => {
    const prompt = Int32Array.of(...tokenizer.encode(post).subarray(0, postTokens), ...cue);
    const answers = summaries.map(({ text }) =>
      Int32Array.of(...tokenizer.encode(text).subarray(0, summaryTokens - 1), tokenizer.eos)
    );
    return ranked(summaries).filter(([i, j]) => answers[i]!.join() !== answers[j]!.join())
      .map(([i, j]) => ({
        prompt,
        row,
        chosen: answers[i]!,
        rejected: [answers[j]!],
        scores: { chosen: summaries[i]!.rating, rejected: [summaries[j]!.rating] },
      }));
  });
}

/** Places of the better and of the worse summary of each pair. */
function ranked(summaries: readonly RatedSummary[]): [number, number][] {
  return summaries.flatMap(({ rating }, i) =>
    summaries.flatMap((other, j): [number, number][] => rating > other.rating ? [[i, j]] : [])
  );
}
