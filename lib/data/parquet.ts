/** The one doorway to hyparquet, which reads Parquet, with the codecs that it does not bring itself. */
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from "npm:hyparquet@1.33.0";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { lz4Block, lz4Room } from "./lz4_block.ts";

export type { AsyncBuffer, FileMetaData };

/** What a Parquet file says about itself at its end. */
export const parquetMetadata: (file: AsyncBuffer) => Promise<FileMetaData> = (file) =>
  parquetMetadataAsync(file);

/** Snappy is hyparquet's own. A page never grows beyond the length that it names. */
const compressors: Compressors = {
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (bytes, length) => zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, length) }),
  LZ4_RAW: (bytes, length) => {
    const whole = lz4Room(bytes, length);
    return whole.subarray(0, lz4Block(bytes, whole, 0));
  },
};

/**
 * The rows `[from, to)` of a file.
 *
 * @throws {TypeError} If a text is not UTF-8.
 */
export function parquetObjects(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Record<string, unknown>[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  return parquetReadObjects({
    file,
    metadata,
    rowStart: from,
    rowEnd: to,
    compressors,
    parsers: { stringFromBytes: (bytes) => bytes && decoder.decode(bytes) },
  });
}
