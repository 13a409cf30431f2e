import { closest, distance } from "npm:fastest-levenshtein@1.0.16";

/**
 * The candidate that a mistyped word most likely meant.
 *
 * @param word what was typed
 * @param candidates what could have been typed
 * @returns `undefined` where nothing is near: more than a third of the letters differ, and none starts with the word
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 *
 * assert.equal(suggest("bata", ["alpha", "beta"]), "beta");
 * assert.equal(suggest("temperature", ["alpha", "beta"]), undefined);
 * ```
 */
export function suggest(
  word: string,
  candidates: readonly string[],
): string | undefined {
  if (word === "" || candidates.length === 0) return undefined;
  const nearest = closest(word, [...candidates]);
  const most = Math.min(word.length - 1, Math.ceil(word.length / 3));
  if (distance(word, nearest) <= most) return nearest;
  return word.length > 2 ? candidates.find((each) => each.startsWith(word)) : undefined;
}

/** `; did you mean beta?`, or nothing where nothing is near. */
export function didYouMean(
  word: string,
  candidates: readonly string[],
  prefix = "",
): string {
  const meant = suggest(word, candidates);
  return meant === undefined ? "" : `; did you mean ${prefix}${meant}?`;
}
