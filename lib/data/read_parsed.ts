import { mapFields } from "./map_fields.ts";
import { readRows } from "./read_rows.ts";
import { reasonOf } from "./row_problem.ts";
import type { FieldMap, JsonRecord, LineOptions } from "./types.ts";

/**
 * Streams what `parse` makes of each row of a file, its fields renamed, with its place; an error of `parse` names it.
 *
 * @throws {TypeError} If `parse` throws or a mapped field is missing, with file and line in the message and the error as
 * the cause.
 */
export async function* readParsed<T extends { readonly domain?: string }>(
  path: string,
  { parse, domain, map = {}, ...options }: LineOptions & {
    readonly what: string;
    readonly parse: (row: JsonRecord) => T;
    readonly domain?: string | undefined;
    readonly map?: FieldMap | undefined;
  },
): AsyncGenerator<T & { readonly row: number }> {
  const shared = domain === undefined ? {} : { domain };
  for await (const { value, row, place } of readRows(path, options)) {
    yield { ...shared, ...parseAt(place, value), row };
  }

  function parseAt(place: string, value: JsonRecord): T {
    try {
      return parse(mapFields(value, map));
    } catch (cause) {
      throw new TypeError(
        `Cannot read ${options.what} as ${place} does not fit: ${reasonOf(cause)}`,
        { cause },
      );
    }
  }
}
