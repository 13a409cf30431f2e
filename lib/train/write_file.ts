/** Files that are whole or absent. */
import { dirname } from "node:path";

/**
 * Writes a file by way of a temporary one beside it, so that a reader never sees half of it, not even after a crash.
 *
 * @throws {Deno.errors.PermissionDenied} If the folder cannot be written.
 */
export async function writeFile(path: string, contents: Uint8Array | string): Promise<void> {
  await makeFolder(dirname(path));
  const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
  const temporary = `${path}.partial-${crypto.randomUUID().slice(0, 8)}`;
  try {
    using file = await explain(path, () => Deno.open(temporary, { write: true, createNew: true }));
    await writeAll(file, bytes);
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

/** {@linkcode writeFile} for a value as indented JSON. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Makes a folder, and those above it. */
export async function makeFolder(path: string): Promise<void> {
  await explain(path, () => Deno.mkdir(path, { recursive: true }));
}

/** Writes all of the bytes at the file's position. */
export async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

/** Names the path in an error of the operating system. */
export async function explain<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const Kind = error.constructor as new (message: string) => Error;
    throw new Kind(`Cannot write ${path}: ${error.message}`);
  }
}

/** Removes a folder and what is in it, where there is one. */
export async function removeFolder(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    const isThere = !(error instanceof Deno.errors.NotFound) &&
      !(error instanceof Deno.errors.NotADirectory);
    if (isThere) throw error;
  }
}
