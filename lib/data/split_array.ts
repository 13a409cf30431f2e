import { joined } from "./joined.ts";
import { streamBytes } from "./stream_bytes.ts";

/** Bytes of JSON's punctuation. */
const [QUOTE, BACKSLASH, COMMA, OPEN, CLOSE] = [34, 92, 44, 91, 93];
const [OPEN_BRACE, CLOSE_BRACE] = [123, 125];
/** White space, and the bytes of a byte order mark. */
const BLANK = new Set([9, 10, 13, 32, 0xef, 0xbb, 0xbf]);

/** Whether the first byte of a file that is no white space opens an array. */
export async function beginsArray(path: string): Promise<boolean> {
  for await (const chunk of streamBytes(path)) {
    const first = chunk.find((byte) => !BLANK.has(byte));
    if (first !== undefined) return first === OPEN;
  }
  return false;
}

/**
 * Streams the bytes of each element of a JSON array; that they are JSON is for the reader to find out.
 *
 * @throws {RangeError} If the file cannot be opened, or an element is longer than `maxBytes`.
 * @throws {SyntaxError} If the array does not end, or something follows it.
 */
export async function* splitArray(
  path: string,
  { maxBytes, what }: { readonly maxBytes: number; readonly what: string },
): AsyncGenerator<Uint8Array> {
  const cutter = elementCutter();
  let begun: Uint8Array[] = [];
  let [size, row] = [0, 1];
  for await (const chunk of streamBytes(path)) {
    for (const { start, end, isWhole } of cutter.cut(chunk)) {
      begun.push(chunk.slice(start, end));
      size += end - start;
      if (size > maxBytes) {
        throw new RangeError(
          `Cannot read ${what} as row ${row} of ${path} is longer than ${maxBytes} bytes: split it`,
        );
      }
      if (!isWhole) continue;
      // `[]` has no element, though its bracket ends one.
      if (!(row === 1 && cutter.isDone() && isBlank(begun))) yield joined(begun, size);
      [begun, size] = [[], 0];
      row++;
    }
    if (cutter.hasSurplus()) {
      throw new SyntaxError(
        `Cannot read ${what} as something follows the array of ${path}: give one array`,
      );
    }
  }
  if (cutter.isDone()) return;
  throw new SyntaxError(
    `Cannot read ${what} as row ${row} of ${path} is cut off: write the array again`,
  );
}

function isBlank(parts: readonly Uint8Array[]): boolean {
  return parts.every((part) => part.every((byte) => BLANK.has(byte)));
}

interface Piece {
  readonly start: number;
  readonly end: number;
  /** Whether the element ends here, and not merely the chunk. */
  readonly isWhole: boolean;
}

/** Finds where the elements of an array end, chunk by chunk; brackets and commas within strings do not count. */
function elementCutter() {
  let depth = 0;
  let [isString, isEscaped, hasSurplus, isBegun] = [false, false, false, false];
  return {
    isDone: () => isBegun && depth === 0,
    hasSurplus: () => hasSurplus,
    *cut(chunk: Uint8Array): Generator<Piece> {
      let start = 0;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i]!;
        if (isString) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) isString = false;
        } else if (depth === 0) {
          if (BLANK.has(byte)) continue;
          if (isBegun) {
            hasSurplus = true;
            return;
          }
          [isBegun, depth, start] = [true, 1, i + 1];
        } else if (byte === QUOTE) isString = true;
        else if (byte === OPEN || byte === OPEN_BRACE) depth++;
        else if (byte === CLOSE || byte === CLOSE_BRACE) {
          // A brace that closes the array stays, for the reader to find that this is no JSON.
          const end = byte === CLOSE ? i : i + 1;
          if (--depth === 0) yield { start, end, isWhole: true };
        } else if (byte === COMMA && depth === 1) {
          yield { start, end: i, isWhole: true };
          start = i + 1;
        }
      }
      if (depth > 0) yield { start, end: chunk.length, isWhole: false };
    },
  };
}
