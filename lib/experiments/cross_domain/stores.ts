/** What the experiment keeps of its finished parts. */
import type { MetricRow } from "../../base/mod.ts";
import type { ModelConfig } from "../../model/mod.ts";
import { type FinishedRuns, noFinishedRuns, openFinishedRuns } from "../../train/mod.ts";

/** Finished parts, by `seed/name`. */
export interface CrossStores {
  /** Runs of methods, with what is served at the end. */
  readonly runs: FinishedRuns<{ readonly rows: readonly MetricRow[] }>;
  /** Modules of single domains. */
  readonly modules: FinishedRuns<{ readonly played: readonly number[] }>;
}

/**
 * Opens the stores of an experiment's folder.
 *
 * @param folder The folder, or `undefined` to keep nothing.
 * @param identity What the experiment is made of: a folder of another one is refused.
 * @throws {RangeError} Naming what differs.
 */
export async function openCrossStores(
  folder: string | undefined,
  identity: Readonly<Record<string, unknown>>,
  model: ModelConfig,
): Promise<CrossStores> {
  if (folder === undefined) return { runs: noFinishedRuns(), modules: noFinishedRuns() };
  return {
    runs: await openFinishedRuns(folder, identity, model),
    modules: await openFinishedRuns(folder, identity, model, { part: "modules" }),
  };
}
