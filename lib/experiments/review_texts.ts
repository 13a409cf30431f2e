/** Film reviews as plain text. */
import { readTexts } from "../data/mod.ts";

/** Files of the IMDb reviews (Maas et al., 2011) below a data folder. */
export const REVIEW_FILES = {
  train: ["imdb/train_pos.jsonl.gz", "imdb/train_neg.jsonl.gz", "imdb/unsup.jsonl.gz"],
  heldOut: ["imdb/test_pos.jsonl.gz", "imdb/test_neg.jsonl.gz"],
} as const;

/**
 * A review without its HTML: line breaks become one newline, other white space one blank.
 *
 * @example
 * ```ts
 * import { cleanReview } from "@fastslow/fastslow/experiments";
 * import { equal } from "node:assert/strict";
 *
 * equal(cleanReview("Good  film.<br /><br />See it. "), "Good film.\nSee it.");
 * ```
 */
export function cleanReview(text: string): string {
  return text.replaceAll(/\s*<br\s*\/?>\s*/gi, "\n").replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/\s*\n\s*/g, "\n").trim();
}

/** Streams the cleaned reviews of the named files below `folder`. */
export async function* readReviews(
  folder: string,
  files: readonly string[],
): AsyncGenerator<string> {
  for (const file of files) {
    for await (const text of readTexts(`${folder}/${file}`)) yield cleanReview(text);
  }
}
