import { readBytes } from "./read_bytes.ts";

/**
 * Reads a whole file as UTF-8, unzipped where its name ends in `.gz`; a byte order mark is taken off.
 *
 * @param path The file.
 * @throws {RangeError} If the file is missing, is a folder or may not be read.
 * @throws {SyntaxError} If it is not UTF-8, or the gzip data is broken.
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read ${path} as it is not UTF-8: convert the file to UTF-8`,
      { cause },
    );
  }
}
