import { readLines } from "./read_lines.ts";
import { place } from "./row_problem.ts";
import type { JsonRecord, LineOptions, SourcedRow } from "./types.ts";

/**
 * Streams the JSON objects of a JSONL file (`.jsonl`, `.jsonl.gz`) in constant memory; blank lines are skipped.
 *
 * @param path The file.
 * @param options Longest line in bytes.
 * @returns The objects in order, not checked any further.
 * @throws {RangeError} If the file cannot be opened, or a line is too long.
 * @throws {SyntaxError} If a line is not UTF-8 or not JSON, or the gzip data is broken.
 * @throws {TypeError} If a line is JSON, yet no object.
 */
export async function* readRows(
  path: string,
  { what = "rows", ...options }: LineOptions = {},
): AsyncGenerator<SourcedRow> {
  let row = 0;
  for await (const { text, line } of readLines(path, { what, ...options })) {
    if (text.trim() === "") continue;
    const value = objectOf(text, `Cannot read ${what} as ${place(path, line)}`);
    yield { value, row: row++, line };
  }
}

function objectOf(text: string, complaint: string): JsonRecord {
  const value = parsed(text, complaint);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonRecord;
  }
  throw new TypeError(
    `${complaint} is not a JSON object: write one {…} a line`,
  );
}

function parsed(text: string, complaint: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`${complaint} is not JSON: ${why}`, { cause });
  }
}
