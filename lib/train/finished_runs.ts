/** Finished parts of an experiment on disk, so that an interrupted one goes on where it stopped. */
import { join } from "node:path";
import type { Adapter } from "../adapter/mod.ts";
import { fileExists, readJson } from "../data/mod.ts";
import type { ModelConfig } from "../model/mod.ts";
import { readAdapter, writeAdapter } from "./load_model.ts";
import { writeJson } from "./write_file.ts";

/** A store of finished runs: for each an adapter, and what is known of it as plain JSON. */
export interface FinishedRuns<T extends object> {
  /** A finished run, if there is one; the caller owns its adapter. */
  load(name: string): Promise<T & { readonly adapter: Adapter } | undefined>;
  /** Keeps a finished run. */
  save(name: string, run: T & { readonly adapter: Adapter }): Promise<void>;
}

/** A store that keeps nothing. */
export function noFinishedRuns<T extends object>(): FinishedRuns<T> {
  return { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
}

/**
 * Opens the store of an experiment's folder.
 *
 * @param identity What the experiment is made of, as plain JSON: a folder of another one is refused.
 * @param model The model that the adapters are for.
 * @param options Folder within the experiment's, `runs` unless it says otherwise.
 * @throws {RangeError} Naming what differs.
 */
export async function openFinishedRuns<T extends object>(
  folder: string,
  identity: Readonly<Record<string, unknown>>,
  model: ModelConfig,
  { part = "runs" }: { readonly part?: string } = {},
): Promise<FinishedRuns<T>> {
  await openExperiment(folder, identity);
  const fileOf = (name: string) => join(folder, part, `${name}.json`);
  const adapterOf = (name: string) => join(folder, part, name);
  return {
    async load(name) {
      if (!await fileExists(fileOf(name))) return undefined;
      const known = await readJson(fileOf(name)) as T;
      return { ...known, adapter: await readAdapter(adapterOf(name), model) };
    },
    // The file comes last: a run whose file is there is whole.
    async save(name, { adapter, ...known }) {
      await writeAdapter(adapterOf(name), adapter);
      await writeJson(fileOf(name), known);
    },
  };
}

/**
 * Begins an experiment in a folder, or makes sure that the one in it is the same.
 *
 * @param identity What the experiment is made of, as plain JSON.
 * @throws {RangeError} Naming what differs.
 */
export async function openExperiment(
  folder: string,
  identity: Readonly<Record<string, unknown>>,
): Promise<void> {
  const path = join(folder, "experiment.json");
  if (await fileExists(path)) requireSame(folder, await readJson(path), identity);
  else await writeJson(path, identity);
}

function requireSame(folder: string, before: unknown, now: Readonly<Record<string, unknown>>) {
  const found = differences(before, now);
  if (found.length === 0) return;
  const shown = found.slice(0, 4).join("; ");
  const more = found.length > 4 ? `; and ${found.length - 4} more` : "";
  throw new RangeError(
    `Cannot continue the experiment in ${folder} as it was begun otherwise (${shown}${more}): repeat its settings, or choose another --out`,
  );
}

/** Paths at which two plain values differ, with both values. */
function differences(before: unknown, now: unknown, path = ""): string[] {
  if (isRecord(before) && isRecord(now)) {
    const names = new Set([...Object.keys(before), ...Object.keys(now)]);
    return [...names].flatMap((name) =>
      differences(before[name], now[name], path === "" ? name : `${path}.${name}`)
    );
  }
  const [was, is] = [JSON.stringify(before), JSON.stringify(now)];
  return was === is ? [] : [`${path} was ${was}, is ${is}`];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
