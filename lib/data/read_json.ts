import { readText } from "./read_text.ts";

/**
 * Reads a whole JSON file, unzipped where its name ends in `.gz`.
 *
 * @param path The file.
 * @returns The value, not checked any further.
 * @throws {RangeError} If the file is missing, is a folder or may not be read.
 * @throws {SyntaxError} If it is not UTF-8 or not JSON, or the gzip data is broken.
 */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`Cannot read ${path} as it is not JSON: ${why}`, {
      cause,
    });
  }
}
