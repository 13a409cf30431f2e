import type { EncodedPair } from "../base/types.ts";

/** A prompt and one answer to it. */
export interface TokenRow {
  /** Token ids of the prompt. */
  readonly prompt: Int32Array;
  /** Token ids of the answer. */
  readonly answer: Int32Array;
}

/**
 * The texts in order of the batch: answer by answer, and pair by pair within.
 *
 * @throws {RangeError} If there is no pair, a prompt or answer is empty, or the numbers of rejected answers differ.
 */
export function rowsOf(encoded: readonly EncodedPair[]): TokenRow[] {
  const answers = encoded.map(({ chosen, rejected }) => [chosen, ...rejected]);
  checkAnswers(answers);
  return answers[0]!.flatMap((_, a) =>
    encoded.map(({ prompt }, p) => checkedRow({ prompt, answer: answers[p]![a]! }, encoded[p]!.row))
  );
}

function checkAnswers(answers: readonly Int32Array[][]): void {
  const counts = [...new Set(answers.map(({ length }) => length - 1))];
  if (counts.length === 1) return;
  throw new RangeError(
    counts.length === 0
      ? "Cannot batch pairs as there are none: give at least one"
      : `Cannot batch pairs as all must have the same number of rejected answers: current values are ${
        counts.join(", ")
      }`,
  );
}

function checkedRow(row: TokenRow, source: number): TokenRow {
  if (row.prompt.length > 0 && row.answer.length > 0) return row;
  throw new RangeError(
    `Cannot batch pairs as prompt and answers must hold a token each: row ${source} has an empty one`,
  );
}
