/** Where what an option names lies on this machine: a folder, a name under `models/`, or what is fetched from the hub. */
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  fetchAdapter,
  fetchData,
  type Fetched,
  fetchModel,
  type HubOptions,
  isHubId,
} from "../lib/data/mod.ts";
import { progress } from "./_progress.ts";
import { say } from "./_say.ts";

/** Fetches from the hub. */
export type Fetch = (id: string, options?: HubOptions) => Promise<Fetched>;

/** Something on this machine, and what it is on the hub if it comes from there. */
export type Located = Pick<Fetched, "path"> & Partial<Fetched>;

/**
 * Where a model lies.
 *
 * @param model A folder, a name under the project's `models/`, or an id on the hub.
 * @param what What it is, for the error.
 * @param fetch What is fetched of it.
 * @throws {RangeError} If it is none of these, or the hub refuses.
 */
export async function locateModel(
  model: string,
  what = "model",
  fetch: Fetch = fetchModel,
): Promise<Located> {
  if (await isFolder(model)) return { path: model };
  const shipped = fileURLToPath(new URL(`../models/${model}`, import.meta.url));
  if (/^[\w.-]+$/.test(model) && await isFolder(shipped)) return { path: shipped };
  if (isHubId(model)) return await fetched(model, what, fetch);
  throw new RangeError(
    `Cannot find the ${what} ${model}: it is neither a folder, nor a name under models/, nor an id on the hub such as org/name or hf:name`,
  );
}

/**
 * Where an adapter lies.
 *
 * @param adapter A folder, or an id on the hub.
 * @throws {RangeError} If the hub refuses; of a folder that is not there, whoever reads it says so.
 */
export async function locateAdapter(adapter: string): Promise<Located> {
  if (!isHubId(adapter) || await isFolder(adapter)) return { path: adapter };
  return await fetched(adapter, "adapter", fetchAdapter);
}

/**
 * Where data lies.
 *
 * @param data A path, or `hf:org/name[@revision][:file]`.
 * @throws {RangeError} If the hub refuses, or which file is meant is not clear.
 */
export async function locateData(data: string): Promise<Located> {
  return data.startsWith("hf:") ? await fetched(data, "data", fetchData) : { path: data };
}

/** Fetches, shows how far it is, and says of a bare id that it is no folder either. */
async function fetched(id: string, what: string, fetch: Fetch): Promise<Located> {
  const bar = downloadBar();
  try {
    return await fetch(id, { say, onProgress: bar.update });
  } catch (error) {
    if (!(error instanceof RangeError) || id.startsWith("hf:")) throw error;
    throw new RangeError(
      `Cannot find the ${what} ${id}: it is no folder here; on the hub: ${error.message}`,
      { cause: error },
    );
  } finally {
    bar.done();
  }
}

/** A bar that begins with the first bytes. */
function downloadBar() {
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  let bar: ReturnType<typeof progress> | undefined;
  return {
    update: (done: number, total: number) => {
      if (total < LEAST_SHOWN) return;
      bar ??= progress({
        label: "download",
        total: megabytes(total),
        from: megabytes(done),
        unit: "MB",
      });
      bar.update(megabytes(done));
    },
    done: () => bar?.done(),
  };
}

/** Bytes that are worth a bar. */
const LEAST_SHOWN = 1e6;

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
