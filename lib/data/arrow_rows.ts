import { arrowObjects } from "./arrow.ts";
import { arrowMessages } from "./arrow_messages.ts";
import { plainRow } from "./plain_row.ts";
import { DICTIONARY, RECORDS, SCHEMA } from "./require_metadata.ts";
import { tableProblem } from "./table_problem.ts";
import type { JsonRecord, LineOptions, SourcedRow } from "./types.ts";

/**
 * Streams the rows of an Arrow IPC file or stream (Feather 2 is one), one record batch in memory at a time, beside the
 * dictionaries; bodies may be compressed by LZ4 or Zstandard.
 *
 * @throws {RangeError} If the file cannot be opened.
 * @throws {SyntaxError} If it is no sound Arrow, or the gzip data is broken.
 */
export async function* arrowRows(
  path: string,
  { what = "rows" }: LineOptions = {},
): AsyncGenerator<SourcedRow> {
  let row = 0;
  await using batches = recordBatches(path);
  while (true) {
    const { value, done } = await batches.next().catch((cause) => {
      throw isFileProblem(path, cause)
        ? cause
        : tableProblem(path, cause, { what, kind: "Arrow", from: row });
    });
    if (done) return;
    for (const values of value) {
      yield { value: plainRow(values), row, place: `row ${row + 1} of ${path}` };
      row++;
    }
  }
}

/** The rows of each record batch; it is decoded with the schema and the dictionaries that came before. */
async function* recordBatches(path: string): AsyncGenerator<readonly JsonRecord[]> {
  let schema: Uint8Array | undefined;
  const dictionaries = new Map<bigint, readonly Uint8Array[]>();
  for await (const { kind, bytes, number, isDelta } of arrowMessages(path)) {
    if (kind === SCHEMA) schema ??= bytes;
    if (kind === DICTIONARY) {
      dictionaries.set(number, isDelta ? [...dictionaries.get(number) ?? [], bytes] : [bytes]);
    }
    if (kind !== RECORDS) continue;
    if (!schema) throw new RangeError("rows come before their schema");
    const rows = arrowObjects([schema, ...[...dictionaries.values()].flat(), bytes]);
    if (rows.length !== Number(number)) {
      throw new RangeError(`a batch of ${number} rows holds ${rows.length}`);
    }
    yield rows;
  }
  if (!schema) throw new RangeError("it has no schema");
}

/** Whether an error names the file already, as those of {@linkcode streamBytes} do. */
function isFileProblem(path: string, error: unknown): boolean {
  return error instanceof Error && error.message.startsWith(`Cannot read ${path} as `);
}
