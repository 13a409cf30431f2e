/**
 * Room `tokens`.
 *
 * Takes pairs and completions as text, and tokenizer files in Hugging Face format.
 * Gives token ids: tokenizers (loaded or trained), encoded pairs, padded batches as typed arrays.
 * May read a tokenizer's files through room `data`.
 * May not hold a tensor, touch any other file, draw random numbers, or let a row without a completion token pass.
 *
 * @module
 */
export { batchPairs } from "./batch_pairs.ts";
export { boundaryMerges } from "./boundary_merges.ts";
export { type Bucket, roundUp } from "./bucket.ts";
export * from "./chat/mod.ts";
export { encodeAnswer } from "./encode_answer.ts";
export { encodeCompletions } from "./encode_completions.ts";
export { encodePairs } from "./encode_pairs.ts";
export { encodePrompt } from "./encode_prompt.ts";
export { encodeStream } from "./encode_stream.ts";
export { loadTokenizer } from "./load_tokenizer.ts";
export { pack } from "./pack.ts";
export { requireSameRejected } from "./same_rejected.ts";
export { type SharedTexts, shareTexts } from "./share_texts.ts";
export { sequenceLength } from "./sequence_length.ts";
export { splitPairs, type SplitPairsOptions } from "./split_pairs.ts";
export { tokenizerFromJson } from "./tokenizer.ts";
export { trainBpe } from "./train_bpe.ts";
export type * from "./bpe_types.ts";
export type * from "./types.ts";
export { withMismatched } from "./with_mismatched.ts";
