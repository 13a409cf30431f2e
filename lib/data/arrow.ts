/** The one doorway to flechette, which reads Arrow, with the codecs that it does not bring itself. */
import { CompressionType, setCompressionCodec, tableFromIPC } from "npm:@uwdata/flechette@2.6.0";
import { zstdDecompressSync } from "node:zlib";
import { lz4Frame } from "./lz4_frame.ts";
import { requireSound } from "./require_sound.ts";

const readsOnly = (): never => {
  throw new TypeError("Cannot compress Arrow as this room only reads");
};

setCompressionCodec(CompressionType.ZSTD, {
  decode: (bytes, length) =>
    zstdDecompressSync(bytes, length > 0 ? { maxOutputLength: length } : {}),
  encode: readsOnly,
});
setCompressionCodec(CompressionType.LZ4_FRAME, { decode: lz4Frame, encode: readsOnly });

/**
 * The rows of one record batch.
 *
 * @param messages An Arrow stream, message by message, each whole: the schema, dictionaries, the record batch.
 * @throws {RangeError} If a column reaches beyond its own data.
 */
export function arrowObjects(messages: readonly Uint8Array[]): Record<string, unknown>[] {
  const table = tableFromIPC([...messages]);
  for (const { data } of table.children) for (const batch of data) requireSound(batch);
  return table.toArray() as Record<string, unknown>[];
}
