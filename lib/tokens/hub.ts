/** The one doorway to `@huggingface/tokenizers`; every other file takes it from here. */
import {
  BPE,
  ByteFallbackDecoder,
  ByteLevelPreTokenizer,
  type Decoder,
  MetaspacePreTokenizer,
  type Normalizer,
  PrependNormalizer,
  type PreTokenizer,
  SequenceDecoder,
  SequenceNormalizer,
  SequencePreTokenizer,
  Tokenizer as HubTokenizer,
} from "npm:@huggingface/tokenizers@0.2.0";

export {
  BPE,
  ByteFallbackDecoder,
  ByteLevelPreTokenizer,
  HubTokenizer,
  MetaspacePreTokenizer,
  PrependNormalizer,
  SequenceDecoder,
  SequenceNormalizer,
  SequencePreTokenizer,
};
export type { Decoder, Normalizer, PreTokenizer };
