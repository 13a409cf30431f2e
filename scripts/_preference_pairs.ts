/** The preferences that a script looks at without learning from them. */
import type { EncodedPair } from "../lib/base/mod.ts";
import { readAll, readPairs } from "../lib/data/mod.ts";
import { encodePairs } from "../lib/tokens/mod.ts";
import { account } from "./_account.ts";
import type { Values } from "./_arguments.ts";
import { boundaryWarning } from "./_boundary_warning.ts";
import { type chatOptions, chatRender } from "./_chat_options.ts";
import type { LoadedModel } from "./_load.ts";
import { locateData } from "./_locate.ts";
import { fieldMap, type mapOption } from "./_map_option.ts";
import { maxLengthOf } from "./_max_length.ts";
import { requireRows } from "./_require_rows.ts";
import { say } from "./_say.ts";

/** What the command line says of the data. */
type Asked = Values<typeof chatOptions & typeof mapOption> & {
  readonly data: string;
  readonly maxLength: number;
  readonly maxRows: number | undefined;
};

/** Reads pairs, turns them into tokens, and says what was left out and cut. */
export async function preferencePairs(
  asked: Asked,
  loaded: LoadedModel,
): Promise<readonly EncodedPair[]> {
  const { model, tokenizer } = loaded;
  const { path } = await locateData(asked.data);
  const reading = { map: fieldMap(asked.map), ...await chatRender(asked, loaded) };
  const limit = asked.maxRows === undefined ? {} : { limit: asked.maxRows };
  const rows = await readAll(readPairs(path, reading), limit);
  requireRows(rows.length, asked.data);
  const maxLength = maxLengthOf(asked.maxLength, model);
  const encoded = encodePairs(rows, tokenizer, { maxLength });
  say(account(asked.data, encoded));
  if (encoded.pairs.length === 0) {
    throw new RangeError(`Cannot use ${asked.data} as none of its ${rows.length} pairs is left`);
  }
  for (const line of boundaryWarning(rows, tokenizer)) say(line);
  return encoded.pairs;
}
