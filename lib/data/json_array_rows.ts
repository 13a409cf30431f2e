import { jsonLinesRows } from "./json_lines_rows.ts";
import { jsonObject } from "./json_object.ts";
import { beginsArray, splitArray } from "./split_array.ts";
import type { LineOptions, SourcedRow } from "./types.ts";

const MAX_BYTES = 16 * 2 ** 20;

/**
 * Streams the objects of a JSON array `[{…}, {…}]`, one in memory at a time. A file that begins otherwise is taken for
 * JSONL, which often goes by the name `.json` too.
 *
 * @throws {RangeError} If the file cannot be opened, or an element is longer than `maxLineBytes`.
 * @throws {SyntaxError} If an element is not UTF-8 or not JSON, or the array is cut off or goes on after its end.
 * @throws {TypeError} If an element is JSON, yet no object.
 */
export async function* jsonArrayRows(
  path: string,
  { what = "rows", maxLineBytes = MAX_BYTES }: LineOptions = {},
): AsyncGenerator<SourcedRow> {
  if (!await beginsArray(path)) return yield* jsonLinesRows(path, { what, maxLineBytes });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let row = 0;
  for await (const bytes of splitArray(path, { maxBytes: maxLineBytes, what })) {
    const place = `row ${row + 1} of ${path}`;
    const complaint = `Cannot read ${what} as ${place}`;
    const text = decoded(decoder, bytes, complaint);
    yield { value: jsonObject(text, complaint, "write [{…}, {…}]"), row: row++, place };
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array, complaint: string): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new SyntaxError(`${complaint} is not UTF-8: convert the file to UTF-8`, { cause });
  }
}
