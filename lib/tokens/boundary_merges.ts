import type { Pair } from "../base/types.ts";
import type { Completion } from "../data/mod.ts";
import type { Tokenizer } from "./types.ts";

/**
 * Counts the rows in which a prompt and one of its answers, encoded as one text, give other tokens than encoded apart.
 *
 * Prompts and answers are always encoded apart here, so no token ever spans the boundary. A model that generates reads the
 * prompt's tokens as they are trained on; one that was taught from whole texts has, where the two differ, rarely seen an
 * answer begin that way. The usual cure is to end prompts where a word ends and to begin answers with the space before
 * their first word. Encoding everything a second time takes about as long as the first.
 *
 * @param rows Pairs, or completions.
 * @param tokenizer Turns text into ids.
 * @returns How many rows differ.
 *
 * @example
 * ```ts
 * import { boundaryMerges, tokenizerFromJson, trainBpe } from "@fastslow/fastslow/tokens";
 * import { equal } from "node:assert/strict";
 *
 * const tokenizer = tokenizerFromJson(trainBpe(["tea tea"], { vocabSize: 260 }));
 *
 * equal(boundaryMerges([{ prompt: "te", completion: "a" }], tokenizer), 1);
 * equal(boundaryMerges([{ prompt: "tea", completion: " a" }], tokenizer), 0);
 * ```
 */
export function boundaryMerges(
  rows: Iterable<Pair | Completion>,
  tokenizer: Tokenizer,
): number {
  let count = 0;
  for (const row of rows) count += Number(mergesIn(row, tokenizer));
  return count;
}

function mergesIn(row: Pair | Completion, tokenizer: Tokenizer): boolean {
  const { prompt } = row;
  const answers = "completion" in row ? [row.completion] : [row.chosen, ...[row.rejected].flat()];
  if (prompt === "") return false;
  const begun = tokenizer.encode(prompt);
  return answers.some((answer) => {
    const joint = tokenizer.encode(prompt + answer);
    const apart = tokenizer.encode(answer, { after: prompt });
    return joint.length !== begun.length + apart.length ||
      begun.some((id, i) => joint[i] !== id) ||
      apart.some((id, i) => joint[begun.length + i] !== id);
  });
}
