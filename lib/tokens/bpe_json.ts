import type { LearntMerges } from "./learn_merges.ts";
import type { AddedTokenJson, BpeJson, ByteLevelJson } from "./bpe_types.ts";

const BYTE_LEVEL: ByteLevelJson = {
  type: "ByteLevel",
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: true,
};

/** Writes a vocabulary, special tokens first, as a `tokenizer.json` in GPT-2's format. */
export function bpeJson(
  { tokens, merges }: LearntMerges,
  special: readonly string[],
): BpeJson {
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special.map(addedToken),
    normalizer: null,
    pre_tokenizer: BYTE_LEVEL,
    post_processor: BYTE_LEVEL,
    decoder: BYTE_LEVEL,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: "",
      end_of_word_suffix: "",
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  };
}

function addedToken(content: string, id: number): AddedTokenJson {
  return {
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  };
}
