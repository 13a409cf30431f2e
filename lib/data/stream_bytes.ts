import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { fileProblem } from "./file_problem.ts";

/**
 * Streams the bytes of a file in chunks, unzipped where its name ends in `.gz`.
 *
 * zlib of Node is used and not `DecompressionStream`, since the latter refuses archives of several members (`cat a.gz b.gz`).
 *
 * @throws {RangeError} If the file is missing, is a folder or may not be read.
 * @throws {SyntaxError} If the gzip data is broken or cut off.
 */
export async function* streamBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    const file = await Deno.open(path);
    yield* path.endsWith(".gz") ? gunzip(file.readable) : file.readable;
  } catch (error) {
    throw fileProblem(path, error);
  }
}

function gunzip(
  zipped: ReadableStream<Uint8Array>,
): AsyncIterable<Uint8Array> {
  // A failure reaches the reader through the iteration, so the callback has nothing to add.
  return pipeline(Readable.from(zipped), createGunzip(), () => {});
}
