/** The one doorway to `@huggingface/tokenizers`; every other file takes it from here. */
import {
  BPE,
  ByteLevelPreTokenizer,
  type PreTokenizer,
  SequencePreTokenizer,
  Tokenizer as HubTokenizer,
} from "npm:@huggingface/tokenizers@0.2.0";

export { BPE, ByteLevelPreTokenizer, HubTokenizer, SequencePreTokenizer };
export type { PreTokenizer };
