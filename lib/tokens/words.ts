/** How GPT-2 splits text into words, and spells their bytes in characters. */
import { ByteLevelPreTokenizer } from "./hub.ts";

/**
 * GPT-2's split into words, with Unicode's white space: `\s` of JavaScript holds U+FEFF and lacks U+0085, unlike `\s` of
 * the Rust library that defines the format. About 1 % of IMDb reviews hold U+0085.
 */
const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

const bytes = new ByteLevelPreTokenizer({
  type: "ByteLevel",
  add_prefix_space: false,
  use_regex: false,
});

/** The 256 characters that stand for bytes, in order of their code points. */
export const BYTE_CHARACTERS: readonly string[] = Object.values(
  bytes.byte_encoder,
).sort();

/** Splits a text into words by GPT-2's pattern. */
export function splitWords(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** Spells the UTF-8 bytes of a text in {@linkcode BYTE_CHARACTERS}. */
export function spellBytes(text: string): string {
  return bytes.pre_tokenize_text(text).join("");
}
