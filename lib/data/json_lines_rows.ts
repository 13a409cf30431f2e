import { jsonObject } from "./json_object.ts";
import { readLines } from "./read_lines.ts";
import { place } from "./row_problem.ts";
import type { LineOptions, SourcedRow } from "./types.ts";

/**
 * Streams the JSON objects of a JSONL file; blank lines are skipped.
 *
 * @throws {RangeError} If the file cannot be opened, or a line is too long.
 * @throws {SyntaxError} If a line is not UTF-8 or not JSON, or the gzip data is broken.
 * @throws {TypeError} If a line is JSON, yet no object.
 */
export async function* jsonLinesRows(
  path: string,
  { what = "rows", ...options }: LineOptions = {},
): AsyncGenerator<SourcedRow> {
  let row = 0;
  for await (const { text, line } of readLines(path, { what, ...options })) {
    if (text.trim() === "") continue;
    const at = place(path, line);
    const value = jsonObject(text, `Cannot read ${what} as ${at}`, "write one {…} a line");
    yield { value, row: row++, place: at };
  }
}
