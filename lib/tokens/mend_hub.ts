/** Puts two things right in the library: what counts as white space, and the cost of words that recur. */
import {
  BPE,
  ByteLevelPreTokenizer,
  type HubTokenizer,
  type PreTokenizer,
  SequencePreTokenizer,
} from "./hub.ts";
import { memo } from "./memo.ts";
import { spellBytes, splitWords } from "./words.ts";

/** Makes a tokenizer split text as the Rust library does, and encode words that it has met without computing them again. */
export function mendHub({ pre_tokenizer, model }: HubTokenizer): void {
  mendStage(pre_tokenizer);
  if (!(model instanceof BPE)) return;
  model.max_length_to_cache = 0;
  model.bpe = memo(model.bpe.bind(model));
}

function mendStage(stage: PreTokenizer | null): void {
  if (stage instanceof SequencePreTokenizer) {
    stage.tokenizers.forEach(mendStage);
  }
  if (!(stage instanceof ByteLevelPreTokenizer)) return;
  const { add_prefix_space, use_regex } = stage;
  const spell = memo(spellBytes);
  stage.pre_tokenize_text = (text) => {
    const space = add_prefix_space && !text.startsWith(" ") ? " " : "";
    const words = use_regex ? splitWords(space + text) : [space + text];
    return words.map(spell);
  };
}
