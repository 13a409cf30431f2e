/** Reference values of one run, kept with its checkpoints. */
import type { ReferenceIdentity } from "./reference_identity.ts";
import { openReferenceCache } from "./reference_cache.ts";
import { type ReferenceValues, valuesInMemory } from "./reference_values.ts";

/**
 * Values in memory that `flush` writes to a folder: a value depends, in its last bits, on the batch that it was computed in,
 * so that a run which goes on must not compute it anew in another one.
 *
 * @param folder Where values of earlier parts of the run lie, if any.
 * @throws {RangeError} If the folder holds those of another run, or is damaged.
 */
export async function valuesOfRun(
  folder: string,
  identity: ReferenceIdentity,
): Promise<ReferenceValues> {
  const kept = await openReferenceCache(folder, identity);
  const fresh = valuesInMemory();
  let pending = new Map<string, Float32Array>();
  return {
    has: (text) => fresh.has(text) || kept.has(text),
    async read(texts) {
      const known = texts.filter((text) => !fresh.has(text));
      const loaded = await kept.read(known);
      // Once is enough: epochs come back to the same texts.
      await fresh.add(new Map(known.map((text, i) => [text, loaded[i]!])));
      return await fresh.read(texts);
    },
    async add(values) {
      await fresh.add(values);
      values.forEach((value, text) => pending.set(text, value));
    },
    async flush() {
      const written = pending;
      pending = new Map();
      if (written.size > 0) await kept.add(written);
    },
    close() {
      kept.close();
      fresh.close();
    },
  };
}
