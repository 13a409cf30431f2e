/** From an id to files on this machine. */
import {
  cachedCommit,
  cachedFiles,
  keepAbsent,
  keepCommit,
  type RepoCache,
  repoCache,
  snapshotPath,
} from "./cache.ts";
import { COMMIT, commitOf, filesOf } from "./client.ts";
import { download } from "./download.ts";
import { HubUnreachable } from "./problem.ts";
import { requestOf } from "./request.ts";
import { hubSettings } from "./settings.ts";
import type { FileChoice, HubOptions, HubPlace, HubSettings } from "./types.ts";

/** A commit's files on this machine. */
export interface Snapshot {
  /** Their folder. */
  readonly folder: string;
  /** The commit. */
  readonly commit: string;
  /** Their paths in it. */
  readonly files: readonly string[];
}

/**
 * Makes sure that the chosen files of a repository are in the cache.
 *
 * Of a commit that is whole in the cache nothing is asked; of a branch or tag, only what it stands for. Where the hub is
 * out of reach, the cache stands in for it.
 *
 * @throws {RangeError} If the hub refuses, lacks what is chosen, or is out of reach and the cache does not have it.
 */
export async function snapshot(
  place: HubPlace,
  choice: FileChoice,
  options: HubOptions = {},
): Promise<Snapshot> {
  const { settings = hubSettings(), say } = options;
  const cache = repoCache(place, settings);
  if (settings.offline) return await fromCache(place, cache, choice, settings);
  try {
    return await online(place, cache, choice, { ...options, settings });
  } catch (error) {
    if (!(error instanceof HubUnreachable)) throw error;
    const kept = await fromCache(place, cache, choice, settings).catch(() => {
      throw error;
    });
    say?.(`hub: out of reach; ${place.name} at ${kept.commit.slice(0, 7)} is taken from the cache`);
    return kept;
  }
}

async function online(
  place: HubPlace,
  cache: RepoCache,
  choice: FileChoice,
  options: HubOptions & { readonly settings: HubSettings },
): Promise<Snapshot> {
  const { settings } = options;
  const client = { ...settings, request: requestOf({ ...place, ...settings }) };
  const commit = COMMIT.test(place.revision) ? place.revision : await commitOf(place, client);
  const { here, absent } = await cachedFiles(cache, commit);
  const folder = snapshotPath(cache, commit);
  if (choice.isWhole(here, absent)) {
    // A cache that may only be read serves as well.
    await keepCommit(cache, place, commit).catch(() => {});
    return { folder, commit, files: choice.choose(here) };
  }
  const listed = await filesOf(place, commit, client);
  const paths = listed.map(({ path }) => path);
  const files = choice.choose(paths);
  const missing = listed.filter(({ path }) => files.includes(path) && !here.includes(path));
  await download(place, cache, commit, missing, { ...options, client });
  await keepAbsent(cache, commit, choice.optional.filter((path) => !paths.includes(path)));
  await keepCommit(cache, place, commit);
  return { folder, commit, files };
}

async function fromCache(
  place: HubPlace,
  cache: RepoCache,
  choice: FileChoice,
  { cache: root }: HubSettings,
): Promise<Snapshot> {
  const commit = await cachedCommit(cache, place);
  const lacking = (cause?: unknown) =>
    new RangeError(
      `Cannot fetch ${place.name} at ${place.revision} as HF_HUB_OFFLINE is set and ${root} does not have it: fetch it once without HF_HUB_OFFLINE, or name a folder`,
      { cause },
    );
  if (commit === undefined) throw lacking();
  const { here } = await cachedFiles(cache, commit);
  try {
    return { folder: snapshotPath(cache, commit), commit, files: choice.choose(here) };
  } catch (cause) {
    throw lacking(cause);
  }
}
