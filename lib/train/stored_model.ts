/** The weights of a Hugging Face folder: one file, or shards with an index. */
import { join } from "node:path";
import { fileExists, fileSlices, readJson } from "../data/mod.ts";
import { type OpenSafetensors, openSafetensors, type StoredTensors } from "../model/mod.ts";

const WHOLE = "model.safetensors";
const INDEX = "model.safetensors.index.json";
const PICKLE = /^(pytorch_model.*\.bin|.*\.pt|.*\.pth)$/;

/** Weights that are read tensor by tensor. */
export interface StoredModel {
  /** Reads a tensor. */
  readonly read: StoredTensors;
  /** What holds the weights, for errors. */
  readonly source: string;
}

/**
 * Opens the weights of a folder and reads their headers.
 *
 * @throws {RangeError} If there are none, a shard is missing, or a file is broken; PyTorch's pickles are refused.
 */
export async function openStoredModel(folder: string): Promise<StoredModel> {
  if (await fileExists(join(folder, WHOLE))) return await opened(folder, [WHOLE], WHOLE);
  if (await fileExists(join(folder, INDEX))) {
    return await opened(folder, await shardsOf(join(folder, INDEX)), INDEX);
  }
  throw await nothingToRead(folder);
}

async function opened(
  folder: string,
  files: readonly string[],
  named: string,
): Promise<StoredModel> {
  const places = new Map<string, OpenSafetensors>();
  for (const file of files) {
    const path = join(folder, file);
    if (!await fileExists(path)) {
      throw new RangeError(
        `Cannot read ${join(folder, named)} as its shard ${file} is missing: download it again`,
      );
    }
    const { slice, byteLength } = await fileSlices(path);
    const shard = await openSafetensors(slice, byteLength, path);
    for (const name of shard.names) places.set(name, shard);
  }
  return {
    source: join(folder, named),
    read: async (name) => await places.get(name)?.read(name),
  };
}

/** Names of the shards, in the index's order. */
async function shardsOf(index: string): Promise<string[]> {
  const json = await readJson(index) as { readonly weight_map?: unknown } | null;
  const map = json?.weight_map ?? null;
  const files = map !== null && typeof map === "object" ? Object.values(map) : [];
  const isName = (file: unknown) => typeof file === "string" && /^[\w.-]+\.safetensors$/.test(file);
  if (files.length > 0 && files.every(isName)) return [...new Set(files as string[])];
  throw new RangeError(
    `Cannot read ${index} as its weight_map must name a .safetensors file of this folder for each tensor`,
  );
}

async function nothingToRead(folder: string): Promise<RangeError> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  const pickle = names.find((name) => PICKLE.test(name));
  return new RangeError(
    pickle
      ? pickleProblem(join(folder, pickle))
      : `Cannot read ${folder} as it has neither ${WHOLE} nor ${INDEX}: name a folder in Hugging Face format`,
  );
}

/** Why a pickle is not read, and what to do about it. */
export function pickleProblem(path: string): string {
  return `Cannot read ${path} as a pickle runs whatever code it holds: convert it in Python with save_pretrained(folder, safe_serialization=True)`;
}
