/** The format packs 255 bytes into one at most; a file that says more would have room made for nothing. */
const MOST = 255;
const LEAST_MATCH = 4;

/**
 * Unpacks one block of LZ4 (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md). Written here since the packages
 * at hand either trust what a block says or cannot go on from the block before.
 *
 * @param bytes The block.
 * @param whole Where it is unpacked to; what stands there before `end` may be repeated.
 * @param end Where in `whole` it begins.
 * @returns Where in `whole` it ends.
 * @throws {RangeError} If the block reaches beyond its bytes or those of `whole`.
 */
export function lz4Block(bytes: Uint8Array, whole: Uint8Array, end: number): number {
  let at = 0;
  const lengthFrom = (nibble: number) => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) {
      more = byteAt(bytes, at++);
    }
    return length;
  };
  while (at < bytes.length) {
    const token = bytes[at++]!;
    const literals = lengthFrom(token >> 4);
    if (at + literals > bytes.length) throw beyond();
    whole.set(bytes.subarray(at, at + literals), end); // throws a RangeError where it does not fit
    at += literals;
    end += literals;
    if (at >= bytes.length) return end;
    const back = byteAt(bytes, at++) | byteAt(bytes, at++) << 8;
    const match = lengthFrom(token & 15) + LEAST_MATCH;
    if (back === 0 || back > end || end + match > whole.length) throw beyond();
    // Byte by byte, as a match may overlap what it makes.
    for (const stop = end + match; end < stop; end++) whole[end] = whole[end - back]!;
  }
  return end;
}

/**
 * Room for what `bytes` of LZ4 hold.
 *
 * @throws {RangeError} If so few bytes cannot hold so many.
 */
export function lz4Room(bytes: Uint8Array, length: number): Uint8Array {
  if (length >= 0 && length <= MOST * bytes.length) return new Uint8Array(length);
  throw new RangeError(`${bytes.length} bytes of LZ4 cannot hold ${length}`);
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw beyond();
  return byte;
}

function beyond(): RangeError {
  return new RangeError("a block of LZ4 reaches beyond its end");
}
