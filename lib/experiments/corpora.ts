/** Texts that bases are trained on, below a folder of data. */
import { readRows } from "../data/mod.ts";
import { readReviews, REVIEW_FILES } from "./review_texts.ts";

/** A body of texts with a part that is held out. */
export interface Corpus {
  /** What its texts are, in the plural. */
  readonly texts: string;
  /** Where they come from, and what is held out. */
  readonly source: string;
  /** Streams the texts to learn from. */
  readonly train: (folder: string) => AsyncGenerator<string>;
  /** Streams the texts that are held out. */
  readonly heldOut: (folder: string) => AsyncGenerator<string>;
}

/** One post of so many is held out. */
const EVERY = 20;

/** The corpora by name. */
export const CORPORA: Readonly<Record<"reviews" | "posts", Corpus>> = {
  reviews: {
    texts: "film reviews",
    source:
      "IMDb reviews (Maas et al., 2011, *Learning Word Vectors for Sentiment Analysis*): the labelled training reviews and the unlabelled ones,\nwithout their labels; every 25th test review is the held-out text",
    train: (folder) => readReviews(folder, REVIEW_FILES.train),
    // Every 25th of the test reviews.
    heldOut: (folder) => everyNth(readReviews(folder, REVIEW_FILES.heldOut), 25),
  },
  posts: {
    texts: "Reddit posts with their authors' TL;DR",
    source:
      `Reddit posts of 2013 with the TL;DR that their author wrote (umbrae/reddit-top-2.5-million, public domain), unfiltered; every ${EVERY}th post is the held-out text`,
    train: (folder) => posts(folder, (at) => at % EVERY > 0),
    heldOut: (folder) => posts(folder, (at) => at % EVERY === 0),
  },
};

/** Streams posts, each followed by its summary in the form in which summaries are asked for. */
async function* posts(folder: string, isWanted: (at: number) => boolean): AsyncGenerator<string> {
  let at = 0;
  for await (
    const { value } of readRows(`${folder}/reddit/tldr_posts.jsonl.gz`, { what: "posts" })
  ) {
    const { post, summary } = value as { readonly post: string; readonly summary: string };
    if (isWanted(at++)) yield `${post}\n\nTL;DR: ${summary}`;
  }
}

async function* everyNth(texts: AsyncIterable<string>, n: number): AsyncGenerator<string> {
  let at = 0;
  for await (const text of texts) if (at++ % n === 0) yield text;
}
