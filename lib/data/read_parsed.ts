import { readRows } from "./read_rows.ts";
import { place, reasonOf } from "./row_problem.ts";
import type { JsonRecord, LineOptions } from "./types.ts";

/**
 * Streams what `parse` makes of each JSON object of a file, with its row; an error of `parse` gets its place.
 *
 * @throws {TypeError} If `parse` throws, with the file and line in the message and the error as the cause.
 */
export async function* readParsed<T extends { readonly domain?: string }>(
  path: string,
  { parse, domain, ...options }: LineOptions & {
    readonly what: string;
    readonly parse: (row: JsonRecord) => T;
    readonly domain?: string | undefined;
  },
): AsyncGenerator<T & { readonly row: number }> {
  const shared = domain === undefined ? {} : { domain };
  for await (const { value, row, line } of readRows(path, options)) {
    yield { ...shared, ...parseAt(line, value), row };
  }

  function parseAt(line: number, value: JsonRecord): T {
    try {
      return parse(value);
    } catch (cause) {
      throw new TypeError(
        `Cannot read ${options.what} as ${place(path, line)} does not fit: ${reasonOf(cause)}`,
        { cause },
      );
    }
  }
}
