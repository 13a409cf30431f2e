/** What the room gives: tokenizers, their files, and pairs in tokens with an account of what was dropped or cut. */
import type { EncodedPair } from "../base/types.ts";
import type { Bucket } from "./bucket.ts";

export type { TokenRow } from "./token_rows.ts";

/** Options for {@linkcode Tokenizer.decode}. */
export interface DecodeOptions {
  /** Leave special tokens such as the end of text out. @default {false} */
  readonly skipSpecial?: boolean;
}

/** Options for {@linkcode Tokenizer.encode}. */
export interface EncodeTextOptions {
  /**
   * The text that this one goes on from. Tokenizers of SentencePiece's kind put a space before a text, which must not stand
   * where there is none: " time" behind "Once upon a" is `▁time` and not `▁▁time`. @default {""}
   */
  readonly after?: string;
}

/** Text ↔ token ids. */
export interface Tokenizer {
  /** Token ids of a text, without any special token that the text does not spell out; one that it spells is that token. */
  encode(text: string, options?: EncodeTextOptions): Int32Array<ArrayBuffer>;
  /** The text of token ids; bytes that are not UTF-8 become U+FFFD. */
  decode(ids: ArrayLike<number>, options?: DecodeOptions): string;
  /** Id of the token that begins a text; absent where the tokenizer adds none. */
  readonly bos?: number;
  /** Id of the token that ends a text. */
  readonly eos: number;
  /** Largest id + 1: the least number of rows that an embedding needs. */
  readonly size: number;
  /** Id of a token as it is spelt in the vocabulary. */
  idOf(token: string): number | undefined;
  /** A token as it is spelt in the vocabulary. */
  tokenOf(id: number): string | undefined;
}

/** Options of {@linkcode encodePairs} and {@linkcode encodeCompletions}. */
export interface EncodeOptions {
  /** Longest row, prompt and completion together, in tokens; at least 2. @default {1024} */
  readonly maxLength?: number;
}

/** Pairs in tokens, and what became of the rest. */
export interface EncodedPairs {
  /** The pairs that can be learnt from, in order. */
  readonly pairs: EncodedPair[];
  /** How many pairs were left out, by reason. */
  readonly dropped: DropCounts;
  /** How much was cut to fit `maxLength`. */
  readonly truncated: CutCounts;
}

/** Pairs left out, by reason. */
export interface DropCounts {
  /** An answer is empty, or white space and special tokens alone. */
  readonly empty: number;
  /** A rejected answer is the chosen one. */
  readonly identical: number;
  /** A rejected answer differs from the chosen one only beyond `maxLength`. */
  readonly identicalWhenCut: number;
}

/** What was cut, among the pairs that are kept. */
export interface CutCounts {
  /** Prompts that lost tokens on the left. */
  readonly prompts: number;
  /** Answers that lost tokens on the right, their end of text with them. */
  readonly completions: number;
}

/** Options for {@linkcode batchPairs}. */
export interface BatchPairsOptions {
  /** Id that fills rows up on the right; no loss ever sees it. @default {0} */
  readonly padId?: number;
  /** Most tokens of a row that holds several sequences. @default {`time`, or the longest sequence} */
  readonly capacity?: number;
  /** Padded length of a row, in tokens, for batches of one shape. @default {the longest row} */
  readonly time?: number;
  /**
   * `"packed"`: the answers to a prompt share it, and sequences that fit share a row. `"apart"`: a row holds one prompt and
   * one answer. @default {"packed"}
   */
  readonly layout?: "packed" | "apart";
  /** What `time` and the lists of completion tokens are rounded up to. @default {they are as long as needed} */
  readonly bucket?: Bucket;
}
