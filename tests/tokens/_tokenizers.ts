/** Small tokenizers for tests. */
import { type Tokenizer, tokenizerFromJson, trainBpe } from "../../lib/tokens/mod.ts";

const JSON_OF_BYTES = trainBpe([], {
  vocabSize: 258,
  special: ["<|endoftext|>", "<s>"],
});

/** Bytes alone, as GPT-2 has them; id 0 ends a text, and letter ids are `byteId(letter)`. */
export const bytes: Tokenizer = tokenizerFromJson(JSON_OF_BYTES);

/** The same with a BOS, id 1, as Llama has it. */
export const bytesWithBos: Tokenizer = tokenizerFromJson(JSON_OF_BYTES, {
  add_bos_token: true,
  bos_token: "<s>",
});

/** The content of a template that puts `<s>` before a text and `<|endoftext|>` after it. */
export const DRESSED = {
  ...JSON_OF_BYTES,
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "<s>", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "<|endoftext|>", type_id: 0 } },
    ],
    pair: [],
    special_tokens: {},
  },
};

/** Ids of a text in {@linkcode bytes}. */
export function ids(text: string): number[] {
  return [...bytes.encode(text)];
}
