/** Zip archives made byte by byte, so that they can say what no decent archiver would write. */
import { crc32 } from "node:zlib";

const UTF8 = new TextEncoder();

/** An archive that holds `files` uncompressed, under exactly these names. */
export function zip(files: Readonly<Record<string, string>>): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = UTF8.encode(name);
    const body = UTF8.encode(text);
    // Version, flags, method, time, date, checksum, two sizes, length of the name, no extra field.
    const common = [
      ...short(20, 0, 0, 0, 33),
      ...long(crc32(body), body.length, body.length),
      ...short(path.length, 0),
    ];
    const local = bytes("PK\x03\x04", common, path, body);
    directory.push(
      bytes("PK\x01\x02", short(20), common, short(0, 0, 0), long(0, offset), path),
    );
    locals.push(local);
    offset += local.length;
  }
  const count = directory.length;
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = bytes("PK\x05\x06", short(0, 0, count, count), long(size, offset), short(0));
  return bytes(...locals, ...directory, end);
}

function bytes(...parts: readonly (string | ArrayLike<number>)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => Array.from(typeof part === "string" ? UTF8.encode(part) : part)),
  );
}

function short(...numbers: readonly number[]): number[] {
  return numbers.flatMap((n) => [n & 255, n >>> 8 & 255]);
}

function long(...numbers: readonly number[]): number[] {
  return numbers.flatMap((n) => [n & 255, n >>> 8 & 255, n >>> 16 & 255, n >>> 24]);
}
