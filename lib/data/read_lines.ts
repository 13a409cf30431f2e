import { splitLines } from "./split_lines.ts";
import type { Line, LineOptions } from "./types.ts";

const RETURN = 13;
const MAX_LINE_BYTES = 16 * 2 ** 20;

/**
 * Streams the lines of a UTF-8 file in constant memory, unzipped where its name ends in `.gz`.
 *
 * Lines end in `\n` or `\r\n`; the last one may lack its end. The bytes are cut before they are decoded, so that a
 * character which straddles two chunks survives.
 *
 * @param path The file.
 * @param options Longest line in bytes.
 * @returns The lines in order, numbered from 1.
 * @throws {RangeError} If the file cannot be opened, or a line is longer than `maxLineBytes`.
 * @throws {SyntaxError} If a line is not UTF-8, or the gzip data is broken.
 */
export async function* readLines(
  path: string,
  { maxLineBytes = MAX_LINE_BYTES, what = "lines" }: LineOptions = {},
): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const lines = splitLines(path, { maxBytes: maxLineBytes, what });
  let line = 0;
  for await (const bytes of lines) {
    line++;
    const text = decoded(decoder, bytes);
    if (text === undefined) {
      throw new SyntaxError(
        `Cannot read ${what} as line ${line} of ${path} is not UTF-8: convert the file to UTF-8, or end its name in .gz if it is compressed`,
      );
    }
    yield { text, line };
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  const end = bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length;
  try {
    return decoder.decode(bytes.subarray(0, end));
  } catch {
    return undefined;
  }
}
