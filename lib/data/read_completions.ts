import { completionFromRow } from "./completion_row.ts";
import { readParsed } from "./read_parsed.ts";
import type { Completion, ParseOptions, SourcedCompletion } from "./types.ts";

/**
 * Streams the supervised examples of a file in memory that does not grow with its rows: JSONL (`.jsonl`, `.jsonl.gz`),
 * a JSON array (`.json`), Parquet or Arrow; see `readRows`.
 *
 * Each row is `{prompt, completion}`, `{text}` or `{messages}` (with an empty prompt), or a pair, whose chosen answer is
 * the completion. Lists of messages need `render`.
 *
 * @param path The file.
 * @param options How a row becomes a completion; a domain for rows that name none.
 * @returns The examples in file order, each with its row, counted from 0.
 * @throws {RangeError} If the file is missing, is a folder, may not be read or has an over-long line.
 * @throws {SyntaxError} If a line is not UTF-8 or not JSON, the gzip data is broken, or a table is not sound.
 * @throws {TypeError} If a row fits no kind of example; the message names the file, the line and the keys found.
 *
 * @example A file with keys of its own
 * ```ts
 * import { readAll, readCompletions } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".jsonl" });
 * await Deno.writeTextFile(path, `{"post": "Tea is hot.", "summary": "Hot."}`);
 * const posts = readCompletions(path, {
 *   parse: ({ post, summary }) => ({
 *     prompt: `${post}\n\nTL;DR:`,
 *     completion: ` ${summary}`,
 *   }),
 * });
 *
 * deepEqual(await readAll(posts), [
 *   { prompt: "Tea is hot.\n\nTL;DR:", completion: " Hot.", row: 0 },
 * ]);
 * await Deno.remove(path);
 * ```
 */
export function readCompletions(
  path: string,
  { render, parse = (row) => completionFromRow(row, { render }), ...options }: ParseOptions<
    Completion
  > = {},
): AsyncGenerator<SourcedCompletion> {
  return readParsed(path, { what: "completions", ...options, parse });
}
