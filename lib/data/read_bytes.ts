import { fileProblem } from "./file_problem.ts";
import { streamBytes } from "./stream_bytes.ts";

/**
 * Reads a whole file, unzipped where its name ends in `.gz`.
 *
 * @param path The file.
 * @throws {RangeError} If the file is missing, is a folder or may not be read.
 * @throws {SyntaxError} If the gzip data is broken.
 */
export async function readBytes(
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (path.endsWith(".gz")) return await unzipped(path);
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw fileProblem(path, error);
  }
}

async function unzipped(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of streamBytes(path)) {
    chunks.push(new Uint8Array(chunk));
  }
  return await new Blob(chunks).bytes();
}
