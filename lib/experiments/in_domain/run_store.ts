/** Finished runs of an experiment on disk, so that an interrupted one goes on where it stopped. */
import { join } from "node:path";
import type { MetricRow } from "../../base/mod.ts";
import { fileExists, readJson } from "../../data/mod.ts";
import type { Model } from "../../model/mod.ts";
import { readAdapter, writeAdapter, writeJson } from "../../train/mod.ts";
import type { Evaluation } from "./evaluate_policy.ts";
import type { MethodRun } from "./run_method.ts";

/** What is kept of a finished run beside its adapter. */
interface StoredRun {
  readonly rows: readonly MetricRow[];
  readonly played: readonly number[];
  readonly last: Evaluation;
  readonly seconds: number;
}

/** A finished run and how long it took. */
export interface TimedRun extends MethodRun {
  /** Wall time, in seconds. */
  readonly seconds: number;
}

/** A store of finished runs. */
export interface RunStore {
  /** A finished run, if there is one. */
  load(method: string, seed: number): Promise<TimedRun | undefined>;
  /** Keeps a finished run. */
  save(method: string, seed: number, run: TimedRun): Promise<void>;
}

/** Keeps nothing. */
export const NO_STORE: RunStore = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.resolve(),
};

/**
 * Opens the store of an experiment's folder.
 *
 * @param identity What the experiment is made of: a folder of another one is refused.
 * @throws {RangeError} Naming what differs.
 */
export async function openRunStore(
  folder: string,
  identity: Readonly<Record<string, unknown>>,
  model: Model,
): Promise<RunStore> {
  const path = join(folder, "experiment.json");
  if (await fileExists(path)) requireSame(folder, await readJson(path), identity);
  else await writeJson(path, identity);
  const fileOf = (method: string, seed: number) =>
    join(folder, "runs", `${seed}`, `${method}.json`);
  const adapterOf = (method: string, seed: number) => join(folder, "runs", `${seed}`, method);
  return {
    async load(method, seed) {
      if (!await fileExists(fileOf(method, seed))) return undefined;
      const stored = await readJson(fileOf(method, seed)) as StoredRun;
      return { ...stored, adapter: await readAdapter(adapterOf(method, seed), model.config) };
    },
    // The numbers come last: a run whose numbers are there is whole.
    async save(method, seed, { adapter, ...stored }) {
      await writeAdapter(adapterOf(method, seed), adapter);
      await writeJson(fileOf(method, seed), stored satisfies StoredRun);
    },
  };
}

function requireSame(folder: string, before: unknown, now: Readonly<Record<string, unknown>>) {
  const differences = compare(before, now);
  if (differences.length === 0) return;
  const shown = differences.slice(0, 4).join("; ");
  const more = differences.length > 4 ? `; and ${differences.length - 4} more` : "";
  throw new RangeError(
    `Cannot continue the experiment in ${folder} as it was begun otherwise (${shown}${more}): repeat its settings, or choose another --out`,
  );
}

/** Paths at which two plain values differ, with both values. */
function compare(before: unknown, now: unknown, path = ""): string[] {
  if (isRecord(before) && isRecord(now)) {
    const names = new Set([...Object.keys(before), ...Object.keys(now)]);
    return [...names].flatMap((name) =>
      compare(before[name], now[name], path === "" ? name : `${path}.${name}`)
    );
  }
  const [was, is] = [JSON.stringify(before), JSON.stringify(now)];
  return was === is ? [] : [`${path} was ${was}, is ${is}`];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
