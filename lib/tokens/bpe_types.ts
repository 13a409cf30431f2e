/** The file that training writes, and the options of training. */

/** A `tokenizer.json` of a byte-level BPE in GPT-2's format; read by `tokenizers` of every language. */
export interface BpeJson {
  /** Version of the format. */
  readonly version: "1.0";
  /** Not used. */
  readonly truncation: null;
  /** Not used. */
  readonly padding: null;
  /** The special tokens. */
  readonly added_tokens: readonly AddedTokenJson[];
  /** Not used: text is taken as it is. */
  readonly normalizer: null;
  /** Splits text by GPT-2's pattern and maps bytes to characters. */
  readonly pre_tokenizer: ByteLevelJson;
  /** Adds no token. */
  readonly post_processor: ByteLevelJson;
  /** Maps characters back to bytes. */
  readonly decoder: ByteLevelJson;
  /** The vocabulary and its merges. */
  readonly model: BpeModelJson;
}

/** A special token in {@linkcode BpeJson}. */
export interface AddedTokenJson {
  /** Its id. */
  readonly id: number;
  /** Its text. */
  readonly content: string;
  /** Whether it only matches whole words. */
  readonly single_word: boolean;
  /** Whether it takes the white space before it. */
  readonly lstrip: boolean;
  /** Whether it takes the white space after it. */
  readonly rstrip: boolean;
  /** Whether it matches normalised text. */
  readonly normalized: boolean;
  /** Whether it is special. */
  readonly special: boolean;
}

/** A byte-level stage in {@linkcode BpeJson}. */
export interface ByteLevelJson {
  /** Kind of the stage. */
  readonly type: "ByteLevel";
  /** Whether a space is put before the text. */
  readonly add_prefix_space: boolean;
  /** Whether offsets leave white space out. */
  readonly trim_offsets: boolean;
  /** Whether text is split by GPT-2's pattern. */
  readonly use_regex: boolean;
}

/** The model in {@linkcode BpeJson}. */
export interface BpeModelJson {
  /** Kind of the model. */
  readonly type: "BPE";
  /** Not used. */
  readonly dropout: null;
  /** Not used: every byte has its token. */
  readonly unk_token: null;
  /** Not used. */
  readonly continuing_subword_prefix: string;
  /** Not used. */
  readonly end_of_word_suffix: string;
  /** Not used. */
  readonly fuse_unk: boolean;
  /** Not used. */
  readonly byte_fallback: boolean;
  /** Token → id. */
  readonly vocab: Readonly<Record<string, number>>;
  /** Merges in the order they apply, each `"left right"`. */
  readonly merges: readonly string[];
}

/** Options for {@linkcode trainBpe}. */
export interface TrainBpeOptions {
  /** Tokens in all: the special ones, the 256 bytes and the merged ones. Fewer where the texts yield no more. */
  readonly vocabSize: number;
  /** Special tokens, which get the ids from 0. @default {["<|endoftext|>"]} */
  readonly special?: readonly string[];
  /** How often a pair must occur to be merged. @default {2} */
  readonly minFrequency?: number;
}
