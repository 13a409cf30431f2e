import type { Tokenizer } from "./types.ts";

/**
 * Texts as one stream of token ids for language-model training, an end-of-text token before each and one at the end.
 *
 * @throws {RangeError} If the vocabulary does not fit 16 bits.
 *
 * @example
 * ```ts
 * import { encodeStream, tokenizerFromJson, trainBpe } from "@fastslow/fastslow/tokens";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tokenizer = tokenizerFromJson(trainBpe(["a b"], { vocabSize: 257 }));
 * const { eos } = tokenizer;
 * deepEqual([...await encodeStream(["a", "b"], tokenizer)], [eos, 65, eos, 66, eos]);
 * ```
 */
export async function encodeStream(
  texts: AsyncIterable<string> | Iterable<string>,
  tokenizer: Tokenizer,
  onText: (done: number) => void = () => {},
): Promise<Uint16Array<ArrayBuffer>> {
  if (tokenizer.size > 2 ** 16) {
    throw new RangeError(
      `Cannot pack tokens in 16 bits as the vocabulary is too large: current value is ${tokenizer.size}`,
    );
  }
  const parts: Uint16Array[] = [];
  let length = 1;
  for await (const text of texts) {
    const ids = tokenizer.encode(text);
    const part = new Uint16Array(ids.length + 1);
    part[0] = tokenizer.eos;
    part.set(ids, 1);
    parts.push(part);
    length += part.length;
    onText(parts.length);
  }
  const stream = new Uint16Array(length);
  let place = 0;
  for (const part of parts) {
    stream.set(part, place);
    place += part.length;
  }
  stream[place] = tokenizer.eos;
  return stream;
}
