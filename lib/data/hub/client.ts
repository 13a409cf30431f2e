/**
 * The one doorway to `@huggingface/hub`, which knows the hub's API: what a revision stands for, and which files it has. Its
 * downloads neither go on where they broke off nor check what came, so that part is `blob.ts`.
 */
import type { HubPlace, RemoteFile } from "./types.ts";

/** How the hub is asked. */
export interface ClientOptions {
  /** Address of the hub, without a slash at its end. */
  readonly endpoint: string;
  /** Asks it; throws where the answer is no success. */
  readonly request: typeof fetch;
}

/** The commit that a place's revision stands for now. */
export async function commitOf(
  { kind, name, revision }: HubPlace,
  { endpoint, request }: ClientOptions,
): Promise<string> {
  const asked = {
    name,
    revision,
    hubUrl: endpoint,
    fetch: request,
    additionalFields: ["sha" as const],
  };
  const { datasetInfo, modelInfo } = await hub();
  const { sha } = await understood(
    name,
    () => kind === "dataset" ? datasetInfo(asked) : modelInfo(asked),
  );
  if (typeof sha === "string" && COMMIT.test(sha)) return sha;
  throw new TypeError(`Cannot read ${name} as the hub names no commit: check HF_ENDPOINT`);
}

/** The files of a commit; those in folders only where the repository is one of data. */
export async function filesOf(
  { kind, name }: HubPlace,
  commit: string,
  { endpoint, request }: ClientOptions,
): Promise<RemoteFile[]> {
  const asked = {
    repo: { type: kind, name },
    revision: commit,
    recursive: kind === "dataset",
    hubUrl: endpoint,
    fetch: request,
  };
  const { listFiles } = await hub();
  const listed = await understood(name, () => Array.fromAsync(listFiles(asked)));
  return listed.flatMap(({ type, path, size, oid, lfs }) => {
    const digest = lfs?.oid ?? oid ?? "";
    const isSound = type === "file" && isSafe(path) && Number.isSafeInteger(size) && size >= 0;
    return isSound && DIGEST.test(digest) ? [{ path, size, digest }] : [];
  });
}

/** What the hub answers; behind a wrong address, or a login of the network, stands something else than its API. */
async function understood<T>(name: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new TypeError(
      `Cannot read ${name} as what answers is not the hub's API: check HF_ENDPOINT and the connection`,
      { cause },
    );
  }
}

/** sha1 or sha256 in hex. */
const DIGEST = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/** Loaded with the first question, as most programs never ask one. */
function hub() {
  return import("npm:@huggingface/hub@2.17.5");
}

/** A full commit hash. */
export const COMMIT = /^[0-9a-f]{40}$/;

/** Whether a path stays below the folder that it is put into. */
function isSafe(path: string): boolean {
  return !/[\\:\0]/.test(path) &&
    path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
