/** The one doorway to flechette, which reads Arrow, with the codecs that it does not bring itself. */
import {
  Column,
  CompressionType,
  Endianness,
  setCompressionCodec,
  tableFromIPC,
} from "npm:@uwdata/flechette@2.6.0";
import { zstdDecompressSync } from "node:zlib";
import { lz4Frame } from "./lz4_frame.ts";
import { requireSound } from "./require_sound.ts";

const readsOnly = (): never => {
  throw new TypeError("Cannot compress Arrow as this room only reads");
};

setCompressionCodec(CompressionType.ZSTD, { decode: zstd, encode: readsOnly });
setCompressionCodec(CompressionType.LZ4_FRAME, { decode: lz4Frame, encode: readsOnly });

// A dictionary is unpacked as soon as a column names it, before its caller can look at either.
const { cache } = Column.prototype;
Column.prototype.cache = function () {
  for (const batch of this.data) requireSound(batch);
  return cache.call(this);
};

/**
 * The rows of one record batch.
 *
 * @param messages An Arrow stream, message by message, each whole: the schema, dictionaries, the record batch.
 * @throws {RangeError} If a column reaches beyond its own data, or a text is not UTF-8.
 */
export function arrowObjects(messages: readonly Uint8Array[]): Record<string, unknown>[] {
  const table = tableFromIPC([...messages], { useBigInt: true, useDate: true });
  if (table.schema.endianness === Endianness.Big) {
    throw new RangeError("its numbers are big-endian, which is not read");
  }
  for (const { data, length } of table.children) {
    for (const batch of data) requireSound(batch);
    if (length === table.numRows) continue;
    throw new RangeError(`a column of ${length} values stands beside one of ${table.numRows}`);
  }
  return table.toArray() as Record<string, unknown>[];
}

function zstd(bytes: Uint8Array, length: number): Uint8Array {
  const whole = zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, length) });
  if (whole.length === length) return whole;
  throw new RangeError(`a frame of Zstandard holds ${whole.length} bytes instead of ${length}`);
}
