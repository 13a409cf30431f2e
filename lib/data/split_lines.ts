import { joined } from "./joined.ts";
import { streamBytes } from "./stream_bytes.ts";

const NEWLINE = 10;

/**
 * Streams the bytes of each line of a file, without their `\n`; the last line may lack it.
 *
 * @throws {RangeError} If the file cannot be opened, or a line is longer than `maxBytes`.
 * @throws {SyntaxError} If the gzip data is broken.
 */
export async function* splitLines(
  path: string,
  { maxBytes, what }: { readonly maxBytes: number; readonly what: string },
): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = [];
  let size = 0;
  let line = 1;
  for await (const chunk of streamBytes(path)) {
    let start = 0;
    while (start < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, start);
      const piece = chunk.subarray(start, newline < 0 ? undefined : newline);
      begun.push(piece);
      size += piece.length;
      if (size > maxBytes) throw tooLong(path, line, maxBytes, what);
      if (newline < 0) break;
      yield joined(begun, size);
      begun = [];
      size = 0;
      line++;
      start = newline + 1;
    }
  }
  if (size > 0) yield joined(begun, size);
}

function tooLong(
  path: string,
  line: number,
  maxBytes: number,
  what: string,
): RangeError {
  return new RangeError(
    `Cannot read ${what} as line ${line} of ${path} is longer than ${maxBytes} bytes: write one record a line`,
  );
}
