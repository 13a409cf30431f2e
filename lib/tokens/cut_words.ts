/** Cuts what SentencePiece-like tokenizers give to BPE as one whole text into words that recur. */

const BEFORE_WORD = /(?<!▁)(?=▁)/u;

/**
 * How BPE over a vocabulary may take a text in parts: cut before each `▁`, but not within a run of them.
 *
 * The result stays the same, since whatever BPE merges is a token of the vocabulary: if no token has a `▁` behind another
 * character, none lies across a cut, and what happens on one side of it does not touch the other.
 *
 * @param vocab The tokens by their ids.
 * @returns The cutter, or nothing where tokens know no `▁` or lie across the cuts.
 */
export function wordCutter(
  vocab: readonly (string | undefined)[],
): ((text: string) => string[]) | undefined {
  const tokens = vocab.filter((token) => token?.includes("▁"));
  if (tokens.length === 0 || tokens.some((token) => /[^▁]▁/u.test(token!))) return undefined;
  return (text) => text.split(BEFORE_WORD);
}
