/** From the hub into the cache. */
import { join } from "node:path";
import { downloadBlob } from "./blob.ts";
import { linkBlob, locked, type RepoCache } from "./cache.ts";
import type { ClientOptions } from "./client.ts";
import type { HubOptions, HubPlace, RemoteFile } from "./types.ts";

const PATIENCE = [500, 1000, 2000, 4000];

/** How files are downloaded. */
export type DownloadOptions =
  & Pick<HubOptions, "patience" | "onProgress">
  & { readonly client: ClientOptions };

/**
 * Downloads files of a commit into the cache, one after the other.
 *
 * @throws {RangeError} If the hub refuses, a file is altered on its way, or the cache may not be written.
 */
export function download(
  place: HubPlace,
  cache: RepoCache,
  commit: string,
  files: readonly RemoteFile[],
  options: DownloadOptions,
): Promise<void> {
  return explained(cache, () => downloadAll(place, cache, commit, files, options));
}

async function downloadAll(
  { kind, name }: HubPlace,
  cache: RepoCache,
  commit: string,
  files: readonly RemoteFile[],
  { client, patience = PATIENCE, onProgress }: DownloadOptions,
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const base = `${client.endpoint}/${
    kind === "dataset" ? "datasets/" : ""
  }${name}/resolve/${commit}`;
  await Deno.mkdir(join(cache.root, "blobs"), { recursive: true });
  let before = 0;
  for (const file of files) {
    const blob = join(cache.root, "blobs", file.digest);
    const url = `${base}/${file.path.split("/").map(encodeURIComponent).join("/")}`;
    const onBytes = (done: number) => onProgress?.(before + done, total);
    await locked(cache, file.digest, async () => {
      const isThere = await Deno.stat(blob).then(() => true, () => false);
      if (!isThere) await downloadBlob(url, blob, file, { ...client, patience, onBytes });
      await linkBlob(cache, commit, file.path, file.digest);
    });
    onBytes(file.size);
    before += file.size;
  }
}

/** Names the cache where the operating system refuses to write into it. */
async function explained(cache: RepoCache, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    throw new RangeError(
      `Cannot keep files in ${cache.root} as ${error.message}: set HF_HOME to a folder that may be written`,
      { cause: error },
    );
  }
}
