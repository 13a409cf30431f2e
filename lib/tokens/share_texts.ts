import type { TokenRow } from "./token_rows.ts";

/** Texts without repetition, and where each of the given ones is among them. */
export interface SharedTexts {
  /** The different texts, in order of their first appearance. */
  readonly texts: readonly TokenRow[];
  /** Index of each given text in `texts`, `[given]`. */
  readonly answerTexts: Int32Array;
}

/**
 * Finds texts that are equal in prompt and answer: where every pair of several answers is compared, one computation of an
 * answer serves all of its pairs.
 *
 * @example
 * ```ts
 * import { shareTexts } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const text = (answer: number) => ({ prompt: Int32Array.of(1), answer: Int32Array.of(answer) });
 * deepEqual([...shareTexts([text(5), text(6), text(5)]).answerTexts], [0, 1, 0]);
 * ```
 */
export function shareTexts(given: readonly TokenRow[]): SharedTexts {
  const places = new Map<string, number>();
  const texts: TokenRow[] = [];
  const answerTexts = Int32Array.from(given, (text) => {
    const name = `${text.prompt.join()} ${text.answer.join()}`;
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, texts.length);
    return texts.push(text) - 1;
  });
  return { texts, answerTexts };
}
