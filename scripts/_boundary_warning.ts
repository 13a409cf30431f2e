/** What is said of rows whose answers would merge into their prompts. */
import type { Pair } from "../lib/base/mod.ts";
import type { Completion } from "../lib/data/mod.ts";
import { boundaryMerges, type Tokenizer } from "../lib/tokens/mod.ts";

/** A warning with the count of such rows, a line or none. */
export function boundaryWarning(
  rows: readonly (Pair | Completion)[],
  tokenizer: Tokenizer,
): readonly string[] {
  const count = boundaryMerges(rows, tokenizer);
  if (count === 0) return [];
  return [
    `data: warning: in ${count} of ${rows.length} rows an answer would merge into its prompt if both were encoded as one text; they are encoded apart. End prompts with a whole word, and begin answers with the space before their first`,
  ];
}
