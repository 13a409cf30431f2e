/** Posts with summaries that people rated. */
import { readJson } from "../../data/mod.ts";

/** A summary with its rating. */
export interface RatedSummary {
  /** The summary. */
  readonly text: string;
  /** People's rating, 1 to 7; higher is better. */
  readonly rating: number;
}

/** A post with summaries of it. */
export interface RatedPost {
  /** The post. */
  readonly post: string;
  /** Several summaries of it. */
  readonly summaries: readonly RatedSummary[];
}

/** Parts of the data, by whoever published it. */
export type SummaryPart = "train" | "test";

/**
 * Reads the human-rated TL;DR summaries that ODPO was tried on ({@link https://arxiv.org/abs/2402.10571 | Amini et al.}):
 * `tldr/tldr-sft-PART-rel.json` below the folder, an object `{post: {responses, rewards}}`.
 *
 * @throws {RangeError} If the file is missing, or a post has not one rating for each summary; names the post's place.
 */
export async function readRatedPosts(folder: string, part: SummaryPart): Promise<RatedPost[]> {
  const file = `${folder}/tldr/tldr-sft-${part}-rel.json`;
  const posts = await readJson(file) as Readonly<
    Record<string, { readonly responses?: unknown; readonly rewards?: unknown }>
  >;
  return Object.entries(posts).map(([post, { responses, rewards }], at) => {
    const fits = Array.isArray(responses) && Array.isArray(rewards) &&
      responses.length === rewards.length && rewards.every(Number.isFinite);
    if (!fits) {
      throw new RangeError(
        `Cannot read ${file} as post ${at + 1} must have a rating for each of its summaries`,
      );
    }
    const summaries = responses.map((text, i) => ({ text: String(text), rating: rewards[i] }));
    return { post, summaries };
  });
}
