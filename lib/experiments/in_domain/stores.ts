/** What an experiment keeps of its finished parts. */
import type { ModelConfig } from "../../model/mod.ts";
import { type FinishedRuns, noFinishedRuns, openFinishedRuns } from "../../train/mod.ts";
import type { MethodRun } from "./run_method.ts";

/** A finished run and how long it took, its evaluations included, in seconds. */
export type TimedRun = MethodRun & { readonly seconds: number };

/** Finished parts, by `seed/name`. */
export interface Stores {
  /** Runs of methods. */
  readonly runs: FinishedRuns<Omit<TimedRun, "adapter">>;
  /** Fixed adapters with their loss on every round. */
  readonly comparators: FinishedRuns<{ readonly losses: readonly number[] }>;
}

/**
 * Opens the stores of an experiment's folder.
 *
 * @param folder The folder, or `undefined` to keep nothing.
 * @param identity What the experiment is made of: a folder of another one is refused.
 * @throws {RangeError} Naming what differs.
 */
export async function openStores(
  folder: string | undefined,
  identity: Readonly<Record<string, unknown>>,
  model: ModelConfig,
): Promise<Stores> {
  if (folder === undefined) return { runs: noFinishedRuns(), comparators: noFinishedRuns() };
  return {
    runs: await openFinishedRuns(folder, identity, model),
    comparators: await openFinishedRuns(folder, identity, model, { part: "comparators" }),
  };
}
