import { fileProblem } from "./file_problem.ts";

/** A file of which pieces are read. */
export interface FileSlices {
  /** Length of the file. */
  readonly byteLength: number;
  /** The bytes `[start, end)`; fewer where the file ends before. Pieces may be asked for all at once. */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/**
 * Gives pieces of a file. Each piece opens the file anew, since pieces may be asked for at the same time and an open file
 * has one place where it is read.
 *
 * @throws {RangeError} If the file is missing, is a folder or may not be read.
 */
export async function fileSlices(path: string): Promise<FileSlices> {
  try {
    const { size, isDirectory } = await Deno.stat(path);
    if (isDirectory) throw new Deno.errors.IsADirectory();
    return {
      byteLength: size,
      slice: (start, end = size) => sliced(path, start, Math.min(end, size)),
    };
  } catch (error) {
    throw fileProblem(path, error);
  }
}

async function sliced(path: string, start: number, end: number): Promise<ArrayBuffer> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(Math.max(0, end - start));
  await file.seek(start, Deno.SeekMode.Start);
  let filled = 0;
  while (filled < bytes.length) {
    const read = await file.read(bytes.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return filled < bytes.length ? bytes.buffer.slice(0, filled) : bytes.buffer;
}
