/** What `run.json` of `train` says beside what a resumed run must share: every option, and what it was made from. */
import { hashFile } from "../lib/train/mod.ts";
import { heeded } from "./_idle_options.ts";
import { locateAdapter, type Located, locateData, locateModel } from "./_locate.ts";
import type { TrainValues } from "./_train_options.ts";

/** Where the inputs of a run lie. */
export interface Sources {
  /** The base. */
  readonly model: Located;
  /** The preferences. */
  readonly data: Located;
  /** The adapter that it starts from, if any. */
  readonly adapter?: Located;
}

/** Where the inputs lie; what is on the hub is fetched. */
export async function sourcesOf({ model, data, adapter }: TrainValues): Promise<Sources> {
  return {
    model: await locateModel(model),
    data: await locateData(data),
    ...(adapter !== undefined && { adapter: await locateAdapter(adapter) }),
  };
}

/** The final value of every option, `null` where it has none or does nothing; the inputs, with their commits on the hub and the data's sha256. */
export async function recordOf(values: TrainValues, sources: Sources) {
  const options = Object.entries(heeded(values)).map(([name, value]) => [name, value ?? null]);
  const sha256 = await hashFile(sources.data.path);
  return {
    options: Object.fromEntries(options),
    sources: { ...sources, data: { ...sources.data, sha256 } },
  };
}
