import type { EncodedPair, PairScores } from "../base/types.ts";
import { encodeRow } from "./encode_row.ts";
import type { EncodedPairs, EncodeOptions, Tokenizer } from "./types.ts";

/** What pairs and completions have in common: a prompt, its answers, the first of them the wanted one, and marks to pass on. */
export interface TextRow {
  /** Text that the answers continue. */
  readonly prompt: string;
  /** The answers, the wanted one first. */
  readonly answers: readonly string[];
  /** What the encoded row carries on unchanged. */
  readonly marks: {
    readonly row: number;
    readonly scores?: PairScores;
    readonly domain?: string;
  };
}

/**
 * Encodes rows one by one and counts what is dropped and cut.
 *
 * @throws {RangeError} If `maxLength` is no whole number ≥ 2.
 */
export function encodeRows(
  rows: Iterable<TextRow>,
  tokenizer: Tokenizer,
  { maxLength = 1024 }: EncodeOptions,
): EncodedPairs {
  if (!Number.isInteger(maxLength) || maxLength < 2) {
    throw new RangeError(
      `Cannot encode pairs as maxLength must be a whole number ≥ 2: current value is ${maxLength}`,
    );
  }
  const pairs: EncodedPair[] = [];
  const dropped = { empty: 0, identical: 0, identicalWhenCut: 0 };
  const truncated = { prompts: 0, completions: 0 };
  for (const { prompt, answers, marks } of rows) {
    const row = encodeRow(prompt, answers, tokenizer, maxLength);
    if (typeof row === "string") {
      dropped[row]++;
      continue;
    }
    const [chosen, ...rejected] = row.answers;
    pairs.push({ prompt: row.prompt, chosen: chosen!, rejected, ...marks });
    truncated.prompts += Number(row.promptCut);
    truncated.completions += row.answersCut;
  }
  return { pairs, dropped, truncated };
}
