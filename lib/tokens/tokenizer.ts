import { HubTokenizer } from "./hub.ts";
import { continuesSection, type LeadingSpace } from "./leading_space.ts";
import { mendHub } from "./mend_hub.ts";
import { beginOf, endOf } from "./special_tokens.ts";
import { tokenizerParts } from "./tokenizer_parts.ts";
import type { Tokenizer } from "./types.ts";

/**
 * Builds a tokenizer from the content of `tokenizer.json` and, where there is one, `tokenizer_config.json`.
 *
 * `eos` is the config's `eos_token`, else a special token known by name (`<|endoftext|>`, `</s>`, …). `bos` is set only
 * where the tokenizer itself adds one: its post-processor does, or the config says `add_bos_token`.
 *
 * @param json Content of `tokenizer.json`.
 * @param config Content of `tokenizer_config.json`.
 * @throws {TypeError} If a file is malformed.
 * @throws {RangeError} If no token is known to end a text, or one that the config names is not in the vocabulary.
 *
 * @example A tokenizer trained here, as if read from a file
 * ```ts
 * import { tokenizerFromJson, trainBpe } from "@fastslow/fastslow/tokens";
 * import { equal } from "node:assert/strict";
 *
 * const tokenizer = tokenizerFromJson(trainBpe(["a cat"], { vocabSize: 257 }));
 *
 * equal(tokenizer.decode(tokenizer.encode("Grüße 🐈")), "Grüße 🐈");
 * equal(tokenizer.eos, tokenizer.idOf("<|endoftext|>"));
 * equal(tokenizer.bos, undefined);
 * ```
 */
export function tokenizerFromJson(
  json: unknown,
  config: unknown = {},
): Tokenizer {
  const parts = tokenizerParts(json, config);
  const { hub, space } = hubTokenizer(parts.json, parts.config);
  const bos = beginOf(hub, parts);
  return {
    ...(bos === undefined ? {} : { bos }),
    eos: endOf(hub, parts),
    size: parts.size,
    encode: (text, { after = "" } = {}) => {
      space.skip = continuesSection(text, { after, added: parts.added, space });
      return encode(hub, text);
    },
    decode: (ids, { skipSpecial = false } = {}) =>
      decode(hub, checkedIds(ids, parts.size), skipSpecial),
    idOf: (token) => hub.token_to_id(token),
    tokenOf: (id) => hub.id_to_token(id),
  };
}

function hubTokenizer(
  json: object,
  config: object,
): { hub: HubTokenizer; space: LeadingSpace } {
  try {
    const hub = new HubTokenizer(json, config);
    return { hub, space: mendHub(hub) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(
      `Cannot load the tokenizer as tokenizer.json is of no known form (${why}): give the files that Hugging Face's tokenizers write`,
      { cause },
    );
  }
}

function encode(hub: HubTokenizer, text: string): Int32Array<ArrayBuffer> {
  return Int32Array.from(hub.encode(text, { add_special_tokens: false }).ids);
}

function decode(
  hub: HubTokenizer,
  ids: number[],
  skipSpecial: boolean,
): string {
  if (ids.length === 0) return "";
  return hub.decode(ids, {
    skip_special_tokens: skipSpecial,
    // Would turn " ." into "." and so break decode(encode(text)) = text.
    clean_up_tokenization_spaces: false,
  });
}

function checkedIds(ids: ArrayLike<number>, size: number): number[] {
  const list = Array.from(ids);
  const stray = list.find((id) => !(Number.isInteger(id) && id >= 0 && id < size));
  if (stray === undefined) return list;
  throw new RangeError(
    `Cannot decode as ids must be whole numbers from 0 to ${size - 1}: one is ${stray}`,
  );
}
