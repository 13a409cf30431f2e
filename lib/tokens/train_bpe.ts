import { bpeJson } from "./bpe_json.ts";
import { countWords } from "./count_words.ts";
import { BYTE_CHARACTERS } from "./words.ts";
import { learnMerges } from "./learn_merges.ts";
import type { BpeJson, TrainBpeOptions } from "./bpe_types.ts";

/**
 * Trains a byte-level BPE tokenizer in GPT-2's format, which encodes any text without loss.
 *
 * The result is deterministic, and the same as that of `ByteLevelBPETokenizer` of Hugging Face's `tokenizers`.
 *
 * @param texts The texts, read once.
 * @param options Size of the vocabulary.
 * @returns The content of a `tokenizer.json`, for {@linkcode tokenizerFromJson} and `JSON.stringify`.
 * @throws {RangeError} If the vocabulary has no room for the bytes and special tokens, a special token is empty or named
 * twice, or `minFrequency` is less than 1.
 *
 * @example
 * ```ts
 * import { tokenizerFromJson, trainBpe } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const json = trainBpe(["low low lower"], { vocabSize: 260 });
 *
 * deepEqual(json.model.merges, ["l o", "lo w", "Ġ low"]);
 * deepEqual([...tokenizerFromJson(json).encode("low low")], [258, 259]);
 * ```
 */
export function trainBpe(
  texts: Iterable<string>,
  { vocabSize, special = ["<|endoftext|>"], minFrequency = 2 }: TrainBpeOptions,
): BpeJson {
  checkSpecial(special);
  checkWhole("vocabSize", vocabSize, 256 + special.length);
  checkWhole("minFrequency", minFrequency, 1);
  const learnt = learnMerges(
    countWords(texts, special.length),
    [...special, ...BYTE_CHARACTERS],
    { special: special.length, vocabSize, minFrequency },
  );
  return bpeJson(learnt, special);
}

function checkSpecial(special: readonly string[]): void {
  const sound = special.every((token) => token !== "" && !BYTE_CHARACTERS.includes(token));
  if (sound && new Set(special).size === special.length) return;
  throw new RangeError(
    `Cannot train BPE as special tokens must be different and longer than a byte: current value is ${
      JSON.stringify(special)
    }`,
  );
}

function checkWhole(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(
    `Cannot train BPE as ${name} must be a whole number ≥ ${least}: current value is ${value}`,
  );
}
