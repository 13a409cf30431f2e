/** One file of the hub, whole and checked, or not there at all. */
import { digestOf } from "./digest.ts";
import { HubUnreachable } from "./problem.ts";
import { SILENCE } from "./request.ts";
import type { RemoteFile } from "./types.ts";

/** How a file is downloaded. */
export interface BlobOptions {
  /** Asks the hub; throws where the answer is no success. */
  readonly request: typeof fetch;
  /** Milliseconds before each further try. */
  readonly patience: readonly number[];
  /** Told how many of the file's bytes are there. */
  readonly onBytes: (done: number) => void;
}

/**
 * Downloads a file by way of `PATH.incomplete`, which a later call goes on with, to `path`.
 *
 * @throws {RangeError} If the connection breaks off again and again, or what came is not what the hub announced.
 */
export async function downloadBlob(
  url: string,
  path: string,
  file: RemoteFile,
  options: BlobOptions,
): Promise<void> {
  const partial = `${path}.incomplete`;
  await persist(url, partial, file, options);
  const digest = await digestOf(partial, file);
  if (digest === file.digest) return await Deno.rename(partial, path);
  await Deno.remove(partial);
  throw new RangeError(
    `Cannot fetch ${file.path} as it hashes to ${digest} where the hub announced ${file.digest}: try again, and look for what alters files on the way`,
  );
}

/** Goes on until all bytes are there; every one that came renews the patience. */
async function persist(url: string, partial: string, file: RemoteFile, options: BlobOptions) {
  const { patience, onBytes } = options;
  let before = await sizeOf(partial);
  let tries = 0;
  while (true) {
    try {
      return await fetchRest(url, partial, file, options);
    } catch (error) {
      if (!(error instanceof HubUnreachable)) throw error;
      const there = await sizeOf(partial);
      if (there > before) tries = 0;
      before = there;
      const pause = patience[tries++];
      if (pause === undefined) throw error;
      onBytes(there);
      await new Promise((go) => setTimeout(go, pause));
    }
  }
}

/** Fetches the bytes that are missing, or all of them where the server knows no ranges. */
async function fetchRest(
  url: string,
  partial: string,
  file: RemoteFile,
  { request, onBytes }: BlobOptions,
): Promise<void> {
  const there = await sizeOf(partial);
  if (there === file.size && there > 0) return;
  const from = there < file.size ? there : 0;
  const silence = new AbortController();
  const response = await request(url, {
    headers: {
      // A range counts bytes as they are stored.
      "Accept-Encoding": "identity",
      ...(from > 0 && { Range: `bytes=${from}-` }),
    },
    signal: silence.signal,
  });
  const isRest = response.status === 206 && from > 0;
  using out = await Deno.open(partial, {
    create: true,
    ...(isRest ? { append: true } : { write: true, truncate: true }),
  });
  let done = isRest ? from : 0;
  for await (const chunk of heard(response, silence, file)) {
    for (let at = 0; at < chunk.length;) at += await out.write(chunk.subarray(at));
    onBytes(done += chunk.length);
    if (done > file.size) break;
  }
  if (done < file.size) throw broken(file);
}

/** The chunks of an answer; one that pauses for too long counts as broken off. */
async function* heard(response: Response, silence: AbortController, file: RemoteFile) {
  let timer = setTimeout(() => silence.abort(), SILENCE);
  try {
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(() => silence.abort(), SILENCE);
    }
  } catch (cause) {
    throw broken(file, cause);
  } finally {
    clearTimeout(timer);
  }
}

function broken({ path }: RemoteFile, cause?: unknown): HubUnreachable {
  return new HubUnreachable(
    `Cannot fetch ${path} as the connection broke off: try again, which goes on where it ended`,
    { cause },
  );
}

async function sizeOf(path: string): Promise<number> {
  return (await Deno.stat(path).catch(() => ({ size: 0 }))).size;
}
