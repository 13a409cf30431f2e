/** What users fetch from the hub. */
import { join } from "node:path";
import { adapterFiles, configFiles, dataFile, modelFiles, tokenizerFiles } from "./choices.ts";
import { parseHubId } from "./id.ts";
import { snapshot } from "./snapshot.ts";
import type { Fetched, FileChoice, HubOptions } from "./types.ts";

/**
 * Fetches a model from the Hugging Face hub, or finds it in the cache: config, tokenizer and safetensors, never pickles.
 *
 * @param id `org/name`, `org/name@revision` or `hf:name`; a commit as the revision pins it.
 * @param options Where the hub is, who is told what.
 * @returns The folder on this machine and the commit.
 * @throws {RangeError} If the hub refuses or has no such model, its weights are pickles, or a file is altered on its way.
 *
 * @example
 * ```ts ignore
 * import { fetchModel } from "@fastslow/fastslow/data";
 * import { loadModel } from "@fastslow/fastslow/train";
 *
 * const { path, commit } = await fetchModel("HuggingFaceTB/SmolLM2-135M");
 * const model = await loadModel(path);
 * ```
 */
export function fetchModel(id: string, options: HubOptions = {}): Promise<Fetched> {
  return folderOf(id, modelFiles(id), options);
}

/**
 * Fetches the config of a model alone; see {@linkcode fetchModel}.
 *
 * @throws {RangeError} If the hub refuses or has no such model.
 */
export function fetchConfig(id: string, options: HubOptions = {}): Promise<Fetched> {
  return folderOf(id, configFiles(id), options);
}

/**
 * Fetches the tokenizer of a model alone; see {@linkcode fetchModel}.
 *
 * @throws {RangeError} If the hub refuses, or has no such model or no `tokenizer.json` of it.
 */
export function fetchTokenizer(id: string, options: HubOptions = {}): Promise<Fetched> {
  return folderOf(id, tokenizerFiles(id), options);
}

/**
 * Fetches an adapter in PEFT's format; see {@linkcode fetchModel}.
 *
 * @throws {RangeError} If the hub refuses or has no such adapter, or its weights are a pickle.
 */
export function fetchAdapter(id: string, options: HubOptions = {}): Promise<Fetched> {
  return folderOf(id, adapterFiles(id), options);
}

/**
 * Fetches one file of a dataset; see {@linkcode fetchModel}.
 *
 * @param id `hf:org/name[@revision][:file]`; the file may be left out where there is only one.
 * @returns The file on this machine and the commit.
 * @throws {RangeError} If the hub refuses or has no such dataset, or which file is meant is not clear; lists them.
 */
export async function fetchData(id: string, options: HubOptions = {}): Promise<Fetched> {
  const place = parseHubId(id, "dataset");
  const plain = place.file === undefined ? id : id.slice(0, -place.file.length - 1);
  const { folder, commit, files } = await snapshot(place, dataFile(plain, place.file), options);
  return { path: join(folder, files[0]!), id: place.name, commit };
}

/**
 * A path as it is, unless it begins with `hf:`: what has that id on the hub is fetched first.
 *
 * @param path A path, or an id such as `hf:org/name`.
 * @param fetch What fetches it, such as {@linkcode fetchModel}.
 * @throws {RangeError} If the hub refuses.
 *
 * @example
 * ```ts
 * import { fetchModel, localPath } from "@fastslow/fastslow/data";
 * import { equal } from "node:assert/strict";
 *
 * equal(await localPath("models/demo", fetchModel), "models/demo");
 * ```
 */
export async function localPath(
  path: string,
  fetch: (id: string) => Promise<Fetched>,
): Promise<string> {
  return path.startsWith("hf:") ? (await fetch(path)).path : path;
}

async function folderOf(id: string, choice: FileChoice, options: HubOptions): Promise<Fetched> {
  const place = parseHubId(id, "model");
  const { folder, commit } = await snapshot(place, choice, options);
  return { path: folder, id: place.name, commit };
}
