/** Texts on which models are compared, and by how much their scores differ. */
import type { Tokenizer } from "../lib/tokens/mod.ts";

/** Texts of several kinds, on which models are compared. */
const TEXTS = [
  "The film was better than I had expected, and the ending surprised everyone in the room.",
  "Question: how do I keep basil alive over the winter?\nAnswer:",
  "def mean(numbers):\n    return sum(numbers) / len(numbers)",
  "\n\nHuman: I was charged twice for one order.\n\nAssistant: I am sorry; let me look into it.",
];
/** Most tokens of a row. */
const LONGEST = 64;

/** Token rows of several kinds of text, cut to what a model takes. */
export function sampleRows(tokenizer: Tokenizer, context: number): Int32Array[] {
  const rows = TEXTS.map((text) => tokenizer.encode(text).slice(0, Math.min(LONGEST, context)));
  return rows.filter(({ length }) => length > 0);
}

/** Largest |a − b| over all rows; NaN where a number is not finite. */
export function largestChange(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let largest = 0;
  a.forEach((row, i) =>
    row.forEach((x, j) => {
      const change = Math.abs(x - b[i]![j]!);
      largest = Number.isFinite(change) ? Math.max(largest, change) : NaN;
    })
  );
  return largest;
}
