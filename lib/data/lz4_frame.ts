import { lz4Block, lz4Room } from "./lz4_block.ts";

const MAGIC = 0x184d2204;
/** Flags of a frame: its version, whether blocks have checksums, whether its size stands in front, a dictionary. */
const [VERSION, BLOCK_SUMS, SIZE, DICTIONARY] = [0xc0, 0x10, 0x08, 0x01];
const STORED = 0x80000000;

/**
 * Unpacks a frame of LZ4 (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md), as Arrow has it. Checksums are not
 * looked at: what is broken shows in the columns that come of it, or not at all.
 *
 * @param bytes The frame.
 * @param length Bytes that it holds.
 * @throws {RangeError} If it is none, or holds more or less.
 */
export function lz4Frame(bytes: Uint8Array, length: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint8(4);
  if (view.getUint32(0, true) !== MAGIC || (flags & VERSION) !== 0x40 || flags & DICTIONARY) {
    throw new RangeError("it holds something else than frames of LZ4");
  }
  const whole = lz4Room(bytes, length);
  let end = 0;
  for (let at = flags & SIZE ? 15 : 7;;) {
    const head = view.getUint32(at, true);
    const size = head % STORED;
    if (head === 0) break;
    at += 4;
    if (at + size > bytes.length) throw new RangeError("a frame of LZ4 is cut off");
    const block = bytes.subarray(at, at + size);
    if (head >= STORED) whole.set(block, end);
    end = head >= STORED ? end + size : lz4Block(block, whole, end);
    at += size + (flags & BLOCK_SUMS ? 4 : 0);
  }
  if (end === length) return whole;
  throw new RangeError(`a frame of LZ4 holds ${end} bytes instead of ${length}`);
}
