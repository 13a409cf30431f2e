/** The preferences that a script looks at without learning from them. */
import type { EncodedPair } from "../lib/base/mod.ts";
import { readAll, readPairs } from "../lib/data/mod.ts";
import { encodePairs } from "../lib/tokens/mod.ts";
import type { Values } from "./_arguments.ts";
import { boundaryWarning } from "./_boundary_warning.ts";
import { type chatOptions, chatRender } from "./_chat_options.ts";
import type { LoadedModel } from "./_load.ts";
import { locateData } from "./_locate.ts";
import { fieldMap, type mapOption } from "./_map_option.ts";
import { say } from "./_say.ts";

/** What the command line says of the data. */
type Asked = Values<typeof chatOptions & typeof mapOption> & {
  readonly data: string;
  readonly maxLength: number;
  readonly maxRows: number | undefined;
};

/** Reads pairs, turns them into tokens, and says what was left out. */
export async function preferencePairs(
  asked: Asked,
  loaded: LoadedModel,
): Promise<readonly EncodedPair[]> {
  const { model, tokenizer } = loaded;
  const { path } = await locateData(asked.data);
  const reading = { map: fieldMap(asked.map), ...await chatRender(asked, loaded) };
  const limit = asked.maxRows === undefined ? {} : { limit: asked.maxRows };
  const rows = await readAll(readPairs(path, reading), limit);
  const { pairs, dropped } = encodePairs(rows, tokenizer, {
    maxLength: Math.min(asked.maxLength, model.config.context),
  });
  const left = dropped.empty + dropped.identical + dropped.identicalWhenCut;
  if (left > 0) say(`data: ${left} pairs without two different answers left out`);
  for (const line of boundaryWarning(rows, tokenizer)) say(line);
  return pairs;
}
