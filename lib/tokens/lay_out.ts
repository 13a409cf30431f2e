/** Sequences in rows of one length. */
import { lengthOfSequence, type Sequence } from "./sequences.ts";

/** A block of tokens, `[rows, time]` in every array. */
export interface Block {
  /** Token ids. */
  readonly ids: Int32Array;
  /** Position of each token in the text that it belongs to: answers to one prompt all go on where it ends. */
  readonly positions: Int32Array;
  /** The prompt or answer that each token is of, numbered from 1; 0 for padding. */
  readonly segments: Int32Array;
  /** The prompt that each token follows or is of; 0 for padding. */
  readonly parents: Int32Array;
  /** Where each text's prompt ends and its answer begins, counted in the flattened block, `[texts]` each. */
  readonly prompts: Int32Array;
  readonly answers: Int32Array;
  /** Real tokens of each row, `[rows]`. */
  readonly lengths: Int32Array;
}

/**
 * Lays sequences out.
 *
 * @param packed The sequences of each row.
 * @param size Rows and time of the block, and the number of texts.
 * @param padId Id that fills rows up.
 */
export function layOut(
  packed: readonly (readonly Sequence[])[],
  { rows, time, texts }: { readonly rows: number; readonly time: number; readonly texts: number },
  padId: number,
): Block {
  const block = {
    ids: new Int32Array(rows * time).fill(padId),
    positions: new Int32Array(rows * time),
    segments: new Int32Array(rows * time),
    parents: new Int32Array(rows * time),
    prompts: new Int32Array(texts),
    answers: new Int32Array(texts),
    lengths: new Int32Array(rows),
  };
  let segment = 0;
  packed.forEach((sequences, row) => {
    let at = row * time;
    for (const sequence of sequences) {
      const parent = ++segment;
      const { prompt } = sequence;
      put(block, at, prompt, { position: 0, segment: parent, parent });
      const end = at += prompt.length;
      for (const { ids, text } of sequence.answers) {
        put(block, at, ids, { position: prompt.length, segment: ++segment, parent });
        block.prompts[text] = end;
        block.answers[text] = at;
        at += ids.length;
      }
      block.lengths[row]! += lengthOfSequence(sequence);
    }
  });
  return block;
}

function put(
  { ids, positions, segments, parents }: Block,
  at: number,
  tokens: Int32Array,
  { position, segment, parent }: {
    readonly position: number;
    readonly segment: number;
    readonly parent: number;
  },
) {
  ids.set(tokens, at);
  for (let i = 0; i < tokens.length; i++) positions[at + i] = position + i;
  segments.fill(segment, at, at + tokens.length);
  parents.fill(parent, at, at + tokens.length);
}
