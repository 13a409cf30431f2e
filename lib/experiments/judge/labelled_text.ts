/** Reviews whose sentiment is known. */
import { readTexts } from "../../data/mod.ts";

/** A text and its class. */
export interface LabelledText {
  /** The text. */
  readonly text: string;
  /** Whether it belongs to the positive class. */
  readonly positive: boolean;
}

/** Parts of the IMDb reviews whose sentiment is known. */
export type ReviewPart = "train" | "test";

/**
 * Reads the labelled IMDb reviews ({@link https://aclanthology.org/P11-1015 | Maas et al., 2011}), the positive ones
 * first.
 *
 * @param folder Data folder with `imdb/train_pos.jsonl.gz` and its like, a row `{"text"}` each.
 * @throws {RangeError} If a file is missing or may not be read.
 */
export async function readLabelledReviews(
  folder: string,
  part: ReviewPart,
): Promise<LabelledText[]> {
  const rows: LabelledText[] = [];
  for (const positive of [true, false]) {
    const file = `${folder}/imdb/${part}_${positive ? "pos" : "neg"}.jsonl.gz`;
    for await (const text of readTexts(file)) rows.push({ text, positive });
  }
  return rows;
}
