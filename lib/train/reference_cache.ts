/** Per-token reference values in a folder, for this run and later ones. */
import { join } from "node:path";
import { fileExists, readBytes } from "../data/mod.ts";
import type { ReferenceIdentity } from "./reference_identity.ts";
import {
  BYTES,
  damaged,
  digestOf,
  entryLine,
  headerLine,
  type IndexEntry,
  parseIndex,
  type ReferenceIndex,
} from "./reference_index.ts";
import type { ReferenceValues } from "./reference_values.ts";
import { explain, makeFolder, writeAll, writeFile } from "./write_file.ts";

const NEWLINE = 10;

/**
 * Opens a reference cache, made where there is none: `values.bin` holds the values of text after text as little-endian
 * float32, `index.jsonl` says what they belong to and where each text stands.
 *
 * Values are on disk before the index names them. What a crash left of either, values that no line names or half a line,
 * is cut off.
 *
 * @param identity What the values must belong to.
 * @throws {RangeError} If the values belong to something else, a file is damaged, or another run uses the folder.
 */
export async function openReferenceCache(
  folder: string,
  identity: ReferenceIdentity,
): Promise<ReferenceValues> {
  const paths = { values: join(folder, "values.bin"), index: join(folder, "index.jsonl") };
  await makeFolder(folder);
  const values = await explain(
    paths.values,
    () => Deno.open(paths.values, { read: true, write: true, create: true }),
  );
  try {
    // The system gives the lock back however the process ends.
    if (!await values.tryLock(true)) throw inUse(folder);
    const index = await readIndex(paths.index, identity, folder, values);
    const lines = await explain(paths.index, () => Deno.open(paths.index, { append: true }));
    return cacheOf(folder, values, lines, index);
  } catch (error) {
    values.close();
    throw error;
  }
}

function inUse(folder: string): RangeError {
  return new RangeError(
    `Cannot use the reference cache in ${folder} as another run is writing to it: wait for its end, or choose another folder`,
  );
}

/** Reads the index and cuts both files off where what is whole ends. */
async function readIndex(
  path: string,
  identity: ReferenceIdentity,
  folder: string,
  values: Deno.FsFile,
): Promise<ReferenceIndex> {
  const { size } = await values.stat();
  if (!await fileExists(path)) {
    if (size > 0) throw damaged(folder, "it has values but no index.jsonl");
    await writeFile(path, headerLine(identity));
  }
  const bytes = await readBytes(path);
  const whole = bytes.lastIndexOf(NEWLINE) + 1;
  const lines = new TextDecoder().decode(bytes.subarray(0, whole)).split("\n").slice(0, -1);
  const index = parseIndex(lines, identity, folder);
  if (size < index.size) {
    throw damaged(
      folder,
      `values.bin has ${size} bytes where index.jsonl accounts for ${index.size}`,
    );
  }
  if (whole < bytes.length) await Deno.truncate(path, whole);
  if (size > index.size) await values.truncate(index.size);
  return index;
}

function cacheOf(
  folder: string,
  values: Deno.FsFile,
  lines: Deno.FsFile,
  { entries, size }: ReferenceIndex,
): ReferenceValues {
  let end = size;

  async function valuesOf({ offset, tokens, digest }: IndexEntry): Promise<Float32Array> {
    const bytes = new Uint8Array(tokens * BYTES);
    await values.seek(offset, Deno.SeekMode.Start);
    if (await readWhole(values, bytes) && digestOf(bytes) === digest) {
      return new Float32Array(bytes.buffer);
    }
    throw damaged(folder, `the values at byte ${offset} of values.bin are not those of the index`);
  }

  return {
    has: (text) => entries.has(text),
    async read(texts) {
      const found: Float32Array[] = [];
      // One after another: the file has one position.
      for (const text of texts) found.push(await valuesOf(entries.get(text)!));
      return found;
    },
    async add(fresh) {
      const added = new Map<string, IndexEntry>();
      let offset = end;
      await values.seek(offset, Deno.SeekMode.Start);
      for (const [text, numbers] of fresh) {
        const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
        added.set(text, { offset, tokens: numbers.length, digest: digestOf(bytes) });
        await writeAll(values, bytes);
        offset += bytes.length;
      }
      await values.syncData();
      const text = [...added].map(([text, entry]) => entryLine(text, entry)).join("");
      await writeAll(lines, new TextEncoder().encode(text));
      added.forEach((entry, text) => entries.set(text, entry));
      end = offset;
    },
    close() {
      lines.close();
      values.close();
    },
  };
}

/** Whether the file had as many bytes as asked for. */
async function readWhole(file: Deno.FsFile, into: Uint8Array): Promise<boolean> {
  for (let at = 0; at < into.length;) {
    const count = await file.read(into.subarray(at));
    if (count === null) return false;
    at += count;
  }
  return true;
}
