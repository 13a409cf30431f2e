/** Puts right in the library what counts as white space, the cost of words that recur, and bytes that are decoded. */
import { wordCutter } from "./cut_words.ts";
import {
  BPE,
  ByteFallbackDecoder,
  ByteLevelPreTokenizer,
  type Decoder,
  type HubTokenizer,
  type PreTokenizer,
  SequenceDecoder,
  SequencePreTokenizer,
} from "./hub.ts";
import { type LeadingSpace, mendLeadingSpace, taken } from "./leading_space.ts";
import { memo } from "./memo.ts";
import { spellBytes, splitWords } from "./words.ts";

/**
 * Makes a tokenizer split and decode text as the Rust library does, and encode words that it has met without computing
 * them again.
 *
 * @returns The switch for the space before a text.
 */
export function mendHub(hub: HubTokenizer): LeadingSpace {
  const { pre_tokenizer, model, decoder } = hub;
  const space = { skip: false, onceOnly: false };
  mendLeadingSpace(hub, space);
  mendStage(pre_tokenizer, space);
  mendDecoder(decoder);
  if (model instanceof BPE) mendModel(model);
  return space;
}

function mendModel(model: BPE): void {
  model.max_length_to_cache = 0;
  const bpe = memo(model.bpe.bind(model));
  const cut = wordCutter(model.vocab);
  model.bpe = cut ? (text) => cut(text).flatMap(bpe) : bpe;
}

function mendStage(stage: PreTokenizer | null, space: LeadingSpace): void {
  if (stage instanceof SequencePreTokenizer) {
    stage.tokenizers.forEach((each) => mendStage(each, space));
  }
  if (!(stage instanceof ByteLevelPreTokenizer)) return;
  const { add_prefix_space, use_regex } = stage;
  const spell = memo(spellBytes);
  stage.pre_tokenize_text = (text) => {
    const prefix = add_prefix_space && !taken(space) && !text.startsWith(" ") ? " " : "";
    const words = use_regex ? splitWords(prefix + text) : [prefix + text];
    return words.map(spell);
  };
}

function mendDecoder(stage: Decoder | null): void {
  if (stage instanceof SequenceDecoder) stage.decoders.forEach(mendDecoder);
  if (stage instanceof ByteFallbackDecoder) {
    stage.text_decoder = { decode: decodeBytes } as TextDecoder;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of bytes; where they are not UTF-8 a U+FFFD for each, as in the Rust library. */
function decodeBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return "\ufffd".repeat(bytes.length);
  }
}
