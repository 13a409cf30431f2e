/** A row in text again, with what counts in the loss told from what is given. */
import type { EncodedPair } from "../lib/base/mod.ts";
import type { Tokenizer } from "../lib/tokens/mod.ts";

/** How the parts of a row are told apart: each takes text and gives it marked. */
export interface Marks {
  readonly prompt: (text: string) => string;
  readonly chosen: (text: string) => string;
  readonly rejected: (text: string) => string;
}

const colour = (code: number) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;

/** Colours for a terminal: grey is given, green and red count. */
export const COLOURS: Marks = { prompt: colour(90), chosen: colour(32), rejected: colour(31) };

/** Brackets for everywhere else: what stands in them counts. */
export const BRACKETS: Marks = {
  prompt: (text) => text,
  chosen: (text) => `[${text}]`,
  rejected: (text) => `[${text}]`,
};

const MOST_LETTERS = 120;

/** Lines that show a row: each answer after the end of its prompt. */
export function maskedRow(
  { prompt, chosen, rejected, row }: EncodedPair,
  { decode }: Tokenizer,
  marks: Marks,
): string[] {
  const given = marks.prompt(lastLetters(visible(decode(prompt))));
  const line = (name: string, ids: Int32Array, mark: (text: string) => string) =>
    `  ${name} ${given}${mark(firstLetters(visible(decode(ids))))}`;
  return [
    `row ${row + 1}: ${prompt.length} tokens given, ${
      [chosen, ...rejected].map(({ length }) => length).join(" and ")
    } learnt`,
    line("chosen  ", chosen, marks.chosen),
    ...rejected.map((ids) => line("rejected", ids, marks.rejected)),
  ];
}

/** Escapes line breaks, and whatever else could command a terminal. */
function visible(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
    .replace(
      /[\x7f-\x9f\u2028\u2029]/g,
      (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

function firstLetters(text: string): string {
  const letters = [...text];
  return letters.length <= MOST_LETTERS ? text : `${letters.slice(0, MOST_LETTERS).join("")}…`;
}

function lastLetters(text: string): string {
  const letters = [...text];
  return letters.length <= MOST_LETTERS ? text : `…${letters.slice(-MOST_LETTERS).join("")}`;
}
