import { type Key, uniform } from "../../base/random.ts";

/** Options for {@linkcode randomWindow}. */
export interface WindowOptions {
  /** Fewest words. @default {16} */
  readonly least?: number;
  /** Most words. @default {64} */
  readonly most?: number;
}

/**
 * A random stretch of a text: its length uniform from `least` to `most` words, its place uniform. A text that is no longer
 * than the length drawn is taken whole.
 *
 * @param words Words of the text.
 * @param key Seed of the draw.
 *
 * @example
 * ```ts
 * import { key } from "@fastslow/fastslow/base";
 * import { randomWindow } from "@fastslow/fastslow/experiments";
 * import { equal } from "node:assert/strict";
 *
 * equal(randomWindow(Array(100).fill("so"), key(0), { least: 20, most: 20 }).length, 20);
 * equal(randomWindow(["so", "good"], key(0)).length, 2);
 * ```
 */
export function randomWindow(
  words: readonly string[],
  key: Key,
  { least = 16, most = 64 }: WindowOptions = {},
): readonly string[] {
  const [first, second] = uniform(key, 2) as unknown as [number, number];
  const length = least + Math.floor(first * (most - least + 1));
  if (words.length <= length) return words;
  const start = Math.floor(second * (words.length - length + 1));
  return words.slice(start, start + length);
}
