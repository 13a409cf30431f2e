/** What the command line of `train` becomes: data, an optimiser, settings that identify the run. */
import type { EncodedPair } from "../lib/base/mod.ts";
import { readAll, readCompletions, readPairs } from "../lib/data/mod.ts";
import {
  adamw,
  chain,
  clipByNorm,
  type Optimiser,
  type Rate,
  rmsprop,
  sgd,
  warmupCosine,
} from "../lib/optim/mod.ts";
import { encodeCompletions, type EncodedPairs, encodePairs } from "../lib/tokens/mod.ts";
import { account } from "./_account.ts";
import { boundaryWarning } from "./_boundary_warning.ts";
import { chatRender } from "./_chat_options.ts";
import { heeded } from "./_idle_options.ts";
import type { LoadedModel } from "./_load.ts";
import { fieldMap } from "./_map_option.ts";
import { maxLengthOf } from "./_max_length.ts";
import { requireRows } from "./_require_rows.ts";
import { say } from "./_say.ts";
import type { TrainValues } from "./_train_options.ts";

/** Reads the data as the method needs it and says what was left out. */
export async function readTrainingData(
  values: TrainValues,
  loaded: LoadedModel,
): Promise<readonly EncodedPair[]> {
  const { data, method, maxRows } = values;
  const { model, tokenizer } = loaded;
  const options = { maxLength: maxLengthOf(values.maxLength, model) };
  const reading = { map: fieldMap(values.map), ...await chatRender(values, loaded) };
  const limit = maxRows === undefined ? {} : { limit: maxRows };
  const { rows, encoded } = method === "sft"
    ? await taken(
      readCompletions(data, reading),
      (all) => encodeCompletions(all, tokenizer, options),
    )
    : await taken(readPairs(data, reading), (all) => encodePairs(all, tokenizer, options));
  say(account(data, encoded));
  for (const line of boundaryWarning(rows, tokenizer)) say(line);
  if (encoded.pairs.length > 0) return encoded.pairs;
  throw new RangeError(`Cannot train as no row of ${data} is left: see the counts above`);

  async function taken<T>(all: AsyncIterable<T>, encode: (rows: readonly T[]) => EncodedPairs) {
    const rows = await readAll(all, limit);
    requireRows(rows.length, data);
    return { rows, encoded: encode(rows) };
  }
}

/** The optimiser that the options describe. */
export function optimiserOf(values: TrainValues, steps: number): Optimiser {
  const rate: Rate = values.schedule === "cosine"
    ? warmupCosine(values.lr, { warmup: values.warmup, total: steps })
    : values.lr;
  const descend = {
    adamw: () => adamw({ rate, weightDecay: values.weightDecay }),
    sgd: () => sgd({ rate }),
    rmsprop: () => rmsprop({ rate }),
  }[values.optimiser]();
  return values.clip === undefined ? descend : chain(clipByNorm(values.clip), descend);
}

/** Options that do not change what a step computes. */
const INCIDENTAL = new Set([
  "preset",
  "out",
  "resume",
  "steps",
  "epochs",
  "saveEvery",
  "referenceCache",
  "memoryCheck",
]);

/** The settings that a resumed run must share; the number of steps is among them only where the rate depends on it. */
export function settingsOf(values: TrainValues, steps: number): Record<string, unknown> {
  const same = Object.entries(heeded(values)).filter(([name]) => !INCIDENTAL.has(name));
  return Object.fromEntries(values.schedule === "cosine" ? [...same, ["total", steps]] : same);
}
