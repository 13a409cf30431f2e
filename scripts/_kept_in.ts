/** Finished pieces of an experiment in its folder. */
import { join } from "node:path";
import { fileExists, readJson } from "../lib/data/mod.ts";
import type { KeptResults } from "../lib/experiments/mod.ts";
import { openExperiment, writeJson } from "../lib/train/mod.ts";

/**
 * Opens a folder for the pieces of an experiment.
 *
 * @param identity What the experiment is made of, as plain JSON.
 * @throws {RangeError} If the folder holds another experiment; names what differs.
 */
export async function keptIn(
  folder: string,
  identity: Readonly<Record<string, unknown>>,
): Promise<KeptResults> {
  await openExperiment(folder, identity);
  const fileOf = (name: string) => join(folder, "runs", `${name}.json`);
  return {
    load: async (name) => await fileExists(fileOf(name)) ? await readJson(fileOf(name)) : undefined,
    save: (name, result) => writeJson(fileOf(name), result),
  };
}
