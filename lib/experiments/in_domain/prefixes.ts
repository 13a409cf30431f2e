/** First words of texts, which a policy continues. */
import { fold, type Key, permutation, uniform } from "../../base/mod.ts";
import type { Tokenizer } from "../../tokens/mod.ts";
import { sampleAnswers } from "../../train/mod.ts";
import type { Writing } from "./sentiment_world.ts";

const SHORTEST = 2;
const LONGEST = 8;
/** Attempts to find as many as are asked for. */
const ATTEMPTS = 50;
/** Children of the world's key. */
const STREAMS = { prefixes: 0, lengths: 1, order: 6 } as const;

/** What prefixes are made from. */
export type PrefixSource = Pick<Writing, "writer" | "tokenizer" | "texts"> & {
  /** Tokens that every prefix begins with, and does not count. @default {the token that begins a text} */
  readonly opening?: Int32Array;
};

/**
 * Different prefixes of 2 to 8 tokens after the token that begins a text, in random order: the common and short ones are
 * found first, and must not all stand where the first of the list are put.
 *
 * @param count How many.
 * @param root Key of the world.
 * @throws {RangeError} If there are no texts, or too few different prefixes are found.
 */
export async function prefixesOf(
  { writer, tokenizer, texts, opening = Int32Array.of(tokenizer.eos) }: PrefixSource,
  count: number,
  root: Key,
): Promise<Int32Array[]> {
  const { eos } = tokenizer;
  const prefixes = new Map<string, Int32Array>();
  for (let attempt = 0; prefixes.size < count; attempt++) {
    const child = fold(fold(root, STREAMS.prefixes), attempt);
    const wanted = count - prefixes.size;
    const starts = texts
      ? beginnings(texts, tokenizer, wanted, child)
      : await sampleAnswers(writer, Array(wanted).fill(opening), {
        maxTokens: LONGEST,
        eos,
        key: child,
      });
    const draws = uniform(fold(fold(root, STREAMS.lengths), attempt), wanted);
    starts.forEach((ids, i) => {
      const length = SHORTEST + Math.floor(draws[i]! * (LONGEST - SHORTEST + 1));
      const cut = ids.slice(0, length);
      if (cut.length === length && !cut.includes(eos)) {
        prefixes.set(cut.join(), Int32Array.of(...opening, ...cut));
      }
    });
    if (attempt > ATTEMPTS) {
      throw new RangeError(
        `Cannot make ${count} different prefixes as only ${prefixes.size} were found: ask for fewer rounds, or give more texts`,
      );
    }
  }
  const found = [...prefixes.values()];
  return Array.from(permutation(fold(root, STREAMS.order), count), (place) => found[place]!);
}

function beginnings(
  texts: readonly string[],
  tokenizer: Tokenizer,
  count: number,
  key: Key,
): Int32Array[] {
  if (texts.length === 0) throw new RangeError("Cannot take prefixes as there are no texts");
  return Array.from(
    uniform(key, count),
    (draw) => tokenizer.encode(texts[Math.floor(draw * texts.length)]!.slice(0, 100)),
  );
}
