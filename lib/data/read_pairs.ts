import type { Pair } from "../base/types.ts";
import { pairFromRow } from "./pair_row.ts";
import { readParsed } from "./read_parsed.ts";
import type { ParseOptions, SourcedPair } from "./types.ts";

/**
 * Streams the preference pairs of a file in memory that does not grow with its rows: JSONL (`.jsonl`, `.jsonl.gz`), a
 * JSON array (`.json`), Parquet or Arrow; see `readRows`.
 *
 * Each row is `{prompt, chosen, rejected, scores?, domain?}`, where `rejected` may be a list; or a pair of dialogues
 * `{chosen, rejected}` as in Anthropic HH; or lists of messages `{role, content}` under these names, which `render` turns
 * into text (`conversationPair`). `explicitPair` says how scores may be given. Fields of other names are found by `map`,
 * any other rows by `parse`. Nothing is dropped here: an empty answer is still a row, and so is a tie of scores.
 *
 * @param path The file.
 * @param options How a row becomes a pair; a domain for rows that name none.
 * @returns The pairs in file order, each with its row, counted from 0.
 * @throws {RangeError} If the file is missing, is a folder, may not be read or has an over-long line.
 * @throws {SyntaxError} If a line is not UTF-8 or not JSON, the gzip data is broken, or a table is not sound.
 * @throws {TypeError} If a row fits no kind of pair; the message names the file, the line and the keys found.
 *
 * @example
 * ```ts
 * import { readAll, readPairs } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const path = await Deno.makeTempFile({ suffix: ".jsonl" });
 * await Deno.writeTextFile(
 *   path,
 *   `{"prompt": "Tea?", "chosen": " Yes", "rejected": " No"}`,
 * );
 *
 * deepEqual(await readAll(readPairs(path)), [
 *   { prompt: "Tea?", chosen: " Yes", rejected: " No", row: 0 },
 * ]);
 * await Deno.remove(path);
 * ```
 */
export function readPairs(
  path: string,
  { render, parse = (row) => pairFromRow(row, { render }), ...options }: ParseOptions<Pair> = {},
): AsyncGenerator<SourcedPair> {
  return readParsed(path, { what: "pairs", ...options, parse });
}
