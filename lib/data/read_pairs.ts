import type { Pair } from "../base/types.ts";
import { pairFromRow } from "./pair_row.ts";
import { readParsed } from "./read_parsed.ts";
import type { ParseOptions, SourcedPair } from "./types.ts";

/**
 * Streams the preference pairs of a JSONL file (`.jsonl`, `.jsonl.gz`) in constant memory.
 *
 * Each line is either `{prompt, chosen, rejected, scores?, domain?}`, where `rejected` may be a list, or a pair of
 * dialogues `{chosen, rejected}` as in Anthropic HH; `explicitPair` says how scores may be given. Other files are read by
 * giving `parse`. Nothing is dropped here: an empty answer is still a row, and so is a tie of scores.
 *
 * @param path The file.
 * @param options How a JSON object becomes a pair; a domain for rows that name none.
 * @returns The pairs in file order, each with its row, counted from 0.
 * @throws {RangeError} If the file is missing, is a folder, may not be read or has an over-long line.
 * @throws {SyntaxError} If a line is not UTF-8 or not JSON, or the gzip data is broken.
 * @throws {TypeError} If a line fits no kind of pair; the message names the file, the line and the keys found.
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
  { parse = pairFromRow, domain, ...options }: ParseOptions<Pair> = {},
): AsyncGenerator<SourcedPair> {
  return readParsed(path, { what: "pairs", ...options, parse, domain });
}
