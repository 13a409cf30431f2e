/**
 * The cache of Hugging Face's own libraries, so that what Python downloaded is found here, and the other way round:
 * `blobs/DIGEST` holds contents, `snapshots/COMMIT/PATH` links to them, `refs/REVISION` names a commit, `.no_exist/COMMIT/PATH`
 * says that a file does not exist.
 *
 * @see https://huggingface.co/docs/huggingface_hub/guides/manage-cache
 */
import { dirname, join, relative } from "node:path";
import { COMMIT } from "./client.ts";
import type { HubPlace, HubSettings } from "./types.ts";

/** The paths of a repository in the cache. */
export interface RepoCache {
  /** Folder of the repository. */
  readonly root: string;
  /** Folder of the locks. */
  readonly locks: string;
}

/** Where a repository is in the cache. */
export function repoCache({ kind, name }: HubPlace, { cache }: HubSettings): RepoCache {
  const folder = [`${kind}s`, ...name.split("/")].join("--");
  return { root: join(cache, folder), locks: join(cache, ".locks", folder) };
}

/** Folder of a commit's files. */
export function snapshotPath({ root }: RepoCache, commit: string): string {
  return join(root, "snapshots", commit);
}

/** The commit that a revision stood for when the hub was last asked. */
export async function cachedCommit(
  { root }: RepoCache,
  { revision }: HubPlace,
): Promise<string | undefined> {
  if (COMMIT.test(revision)) return revision;
  const text = await Deno.readTextFile(join(root, "refs", revision)).catch(() => "");
  return COMMIT.test(text.trim()) ? text.trim() : undefined;
}

/** Remembers what a revision stands for. */
export async function keepCommit({ root }: RepoCache, { revision }: HubPlace, commit: string) {
  if (revision !== commit) await put(join(root, "refs", revision), commit);
}

/** The files of a commit that are here, and those that are known not to exist. */
export async function cachedFiles(cache: RepoCache, commit: string) {
  return {
    here: await filesBelow(snapshotPath(cache, commit)),
    absent: await filesBelow(join(cache.root, ".no_exist", commit)),
  };
}

/** Remembers that files do not exist. */
export async function keepAbsent({ root }: RepoCache, commit: string, paths: readonly string[]) {
  for (const path of paths) await put(join(root, ".no_exist", commit, path), "");
}

/** Makes a blob a file of a commit. Where links are not allowed, as for most users of Windows, it becomes a copy. */
export async function linkBlob(cache: RepoCache, commit: string, path: string, digest: string) {
  const blob = join(cache.root, "blobs", digest);
  const at = join(snapshotPath(cache, commit), path);
  await Deno.mkdir(dirname(at), { recursive: true });
  const fresh = `${at}.${crypto.randomUUID().slice(0, 8)}`;
  await Deno.symlink(relative(dirname(at), blob), fresh).catch(() => Deno.copyFile(blob, fresh));
  await Deno.rename(fresh, at);
}

/** Runs `action` while no other process, of whatever language, writes the same blob. */
export async function locked<T>(
  { locks }: RepoCache,
  digest: string,
  action: () => Promise<T>,
): Promise<T> {
  await Deno.mkdir(locks, { recursive: true });
  using file = await Deno.open(join(locks, `${digest}.lock`), { create: true, write: true });
  await file.lock(true);
  return await action();
}

/** Writes a small file, whole or not at all. */
async function put(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${crypto.randomUUID().slice(0, 8)}`;
  await Deno.writeTextFile(fresh, text);
  await Deno.rename(fresh, path);
}

/** Paths of all files below a folder; a link that leads nowhere is none. */
async function filesBelow(folder: string, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const path = join(folder, name);
      const { isFile, isDirectory } = await Deno.stat(path)
        .catch(() => ({ isFile: false, isDirectory: false }));
      if (isFile) found.push(prefix + name);
      if (isDirectory) found.push(...await filesBelow(path, `${prefix}${name}/`));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found;
}
