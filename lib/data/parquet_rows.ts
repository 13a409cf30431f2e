import { fileSlices } from "./file_slices.ts";
import { type FileMetaData, parquetMetadata, parquetObjects } from "./parquet.ts";
import { plainRow } from "./plain_row.ts";
import { tableProblem } from "./table_problem.ts";
import type { LineOptions, SourcedRow } from "./types.ts";

/**
 * Streams the rows of a Parquet file, one row group in memory at a time; nested fields become objects and lists.
 *
 * Known codecs: none, Snappy, gzip, Brotli, Zstandard, LZ4 raw.
 *
 * @throws {RangeError} If the file cannot be opened.
 * @throws {SyntaxError} If it is no sound Parquet, uses another codec, or a text in it is not UTF-8.
 */
export async function* parquetRows(
  path: string,
  { what = "rows" }: LineOptions = {},
): AsyncGenerator<SourcedRow> {
  const file = await fileSlices(path);
  const metadata = await parquetMetadata(file).then(consistent).catch((cause) => {
    throw tableProblem(path, cause, { what, kind: "Parquet" });
  });
  for (const [from, to] of groupsOf(metadata)) {
    const unsound = (cause: unknown) =>
      tableProblem(path, cause, { what, kind: "Parquet", from, to });
    const values = await parquetObjects(file, metadata, { from, to }).catch((cause) => {
      throw unsound(cause);
    });
    if (values.length !== to - from) throw unsound(`it holds ${values.length} rows`);
    for (const [i, value] of values.entries()) {
      const row = from + i;
      yield { value: plainRow(value), row, place: `row ${row + 1} of ${path}` };
    }
  }
}

/**
 * What a file says of itself, if its numbers of rows agree: the decoder trusts them.
 *
 * @throws {RangeError} If they do not.
 */
function consistent(metadata: FileMetaData): FileMetaData {
  const { row_groups, num_rows } = metadata;
  const rows = row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== Number(num_rows)) {
    throw new RangeError(`its row groups hold ${rows} rows instead of ${Number(num_rows)}`);
  }
  for (const { num_rows, columns } of row_groups) {
    const values = columns.map(({ meta_data }) => Number(meta_data?.num_values));
    if (num_rows >= 0 && values.every((count) => count >= num_rows)) continue;
    throw new RangeError(
      `a group of ${num_rows} rows has columns of ${Math.min(...values)} values`,
    );
  }
  return metadata;
}

/** First row and the row after the last one of each row group. */
function* groupsOf({ row_groups }: FileMetaData): Generator<[number, number]> {
  let from = 0;
  for (const { num_rows } of row_groups) {
    const to = from + Number(num_rows);
    if (to > from) yield [from, to];
    from = to;
  }
}
