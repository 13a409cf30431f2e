import { arrowRows } from "./arrow_rows.ts";
import { jsonArrayRows } from "./json_array_rows.ts";
import { jsonLinesRows } from "./json_lines_rows.ts";
import { parquetRows } from "./parquet_rows.ts";
import type { LineOptions, SourcedRow } from "./types.ts";

/** What reads files that are not JSONL, by the end of their name. */
const READERS: readonly [RegExp, typeof jsonLinesRows][] = [
  [/\.parquet$/i, parquetRows],
  [/\.(arrow|feather|ipc)(\.gz)?$/i, arrowRows],
  [/\.json(\.gz)?$/i, jsonArrayRows],
];

/** Files of rows that would be taken for broken JSONL. */
const UNREAD = /\.(csv|tsv|xlsx?|ods)(\.gz)?$/i;

/**
 * Streams the rows of a file: JSONL, also under any other name; a JSON array (`.json`), Parquet (`.parquet`), or Arrow
 * IPC, file or stream (`.arrow`, `.feather`, `.ipc`). All but Parquet may be gzipped (`.gz`).
 *
 * Memory does not grow with the number of rows: one line, element, row group or record batch is held at a time, and the
 * dictionaries of an Arrow file.
 *
 * @param path The file.
 * @param options Longest line in bytes.
 * @returns The rows in order as JSON objects, not checked any further; blank lines are skipped.
 * @throws {RangeError} If the file cannot be opened or is a spreadsheet (`.csv`), or a line is too long.
 * @throws {SyntaxError} If a line is not UTF-8 or not JSON, the gzip data is broken, or a table is not sound.
 * @throws {TypeError} If a line or an element is JSON, yet no object.
 *
 * @example An array as JSON
 * ```ts
 * import { readAll, readRows } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".json" });
 * await Deno.writeTextFile(path, `[{"text": "Tea"}, {"text": "Milk"}]`);
 * const rows = await readAll(readRows(path));
 *
 * deepEqual(rows[1], { value: { text: "Milk" }, row: 1, place: `row 2 of ${path}` });
 * await Deno.remove(path);
 * ```
 */
export function readRows(path: string, options: LineOptions = {}): AsyncGenerator<SourcedRow> {
  const [unread] = UNREAD.exec(path) ?? [];
  if (unread !== undefined) {
    throw new RangeError(
      `Cannot read ${path} as ${unread} files are not read: convert it to .jsonl, .json, .parquet or .arrow`,
    );
  }
  const [, read] = READERS.find(([ending]) => ending.test(path)) ?? [null, jsonLinesRows];
  return read(path, { what: "rows", ...options });
}
