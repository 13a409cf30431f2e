/** Takes chosen files out of a zip archive (a Python wheel), never writing outside the target folder. */
import { createWriteStream } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import yauzl from "npm:yauzl@3.4.0";

/** The parts of yauzl that are used here; the package carries no types. */
interface Archive {
  on(event: "entry", listener: (entry: Entry) => void): void;
  on(event: "end", listener: () => void): void;
  on(event: "error", listener: (error: Error) => void): void;
  readEntry(): void;
  close(): void;
  openReadStream(
    entry: Entry,
    callback: (error: Error | null, stream: Readable) => void,
  ): void;
}
interface Entry {
  readonly fileName: string;
}

/**
 * Unpacks those files of `archive` that `wanted` accepts into `folder`.
 *
 * yauzl refuses every archive that names an absolute path, one that climbs, or one with a backslash.
 *
 * @returns Number of files written.
 * @throws {RangeError} If the archive is damaged or names a path outside of `folder`.
 */
export async function unpack(
  archive: string,
  folder: string,
  wanted: (path: string) => boolean,
): Promise<number> {
  const zip = await open(archive);
  try {
    return await new Promise<number>((done, fail) => {
      let files = 0;
      zip.on("error", (error) => fail(damaged(archive, error)));
      zip.on("end", () => done(files));
      zip.on("entry", (entry) => {
        const { fileName } = entry;
        if (fileName.endsWith("/") || !wanted(fileName)) return zip.readEntry();
        files++;
        extract(zip, entry, resolve(folder, fileName))
          .then(() => zip.readEntry(), (error) => fail(damaged(archive, error)));
      });
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
}

function open(archive: string): Promise<Archive> {
  return new Promise((done, fail) =>
    yauzl.open(
      archive,
      { lazyEntries: true, autoClose: false, strictFileNames: true },
      (error: Error | null, zip: Archive) => error ? fail(damaged(archive, error)) : done(zip),
    )
  );
}

async function extract(zip: Archive, entry: Entry, path: string) {
  await Deno.mkdir(dirname(path), { recursive: true });
  const stream = await new Promise<Readable>((done, fail) =>
    zip.openReadStream(entry, (error, opened) => error ? fail(error) : done(opened))
  );
  await pipeline(stream, createWriteStream(path));
}

function damaged(archive: string, error: Error) {
  return new RangeError(`Cannot unpack ${archive}: ${error.message}`);
}
