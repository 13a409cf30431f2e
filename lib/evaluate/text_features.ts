/** What a text classifier sees of a text. */

/** Letters and digits, with apostrophes inside; "!" and "?" are words of their own. */
const WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*|[!?]/gu;
const LINE_BREAK = /<br\s*\/?>/g;

/**
 * The words of a text: in lower case, without HTML's line breaks, typographic apostrophes made plain. A word is a run of
 * letters and digits, which may hold apostrophes; "!" and "?" are words too; all else separates.
 *
 * The words joined by blanks have the same words again.
 *
 * @example
 * ```ts
 * import { plainWords } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(plainWords("I DON’T like it!<br />2/10"), ["i", "don't", "like", "it", "!", "2", "10"]);
 * ```
 */
export function plainWords(text: string): string[] {
  return text.toLowerCase().replace(LINE_BREAK, " ").replaceAll("’", "'").match(WORD) ?? [];
}

/**
 * The different words of a text and its different pairs of neighbours, each once, however often they occur: who repeats a
 * word that is liked gains nothing.
 *
 * @param words From {@linkcode plainWords}.
 *
 * @example
 * ```ts
 * import { presentFeatures } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual([...presentFeatures(["so", "good", "so", "good"])], ["so", "good", "so good", "good so"]);
 * ```
 */
export function presentFeatures(words: readonly string[]): Set<string> {
  const present = new Set(words);
  for (let i = 1; i < words.length; i++) present.add(`${words[i - 1]} ${words[i]}`);
  return present;
}
