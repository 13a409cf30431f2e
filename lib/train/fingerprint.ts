/** What makes two runs the same run. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { EncodedPair } from "../base/mod.ts";
import { fileExists, readBytes } from "../data/mod.ts";
import type { Model } from "../model/mod.ts";

/** sha256 of a model's parameters, in hex. */
export async function hashModel({ weights }: Model): Promise<string> {
  const hash = createHash("sha256");
  for (const [name, tensor] of Object.entries(weights)) {
    hash.update(`${name} [${tensor.shape}]`).update(bytesOf(await tensor.data<"float32">()));
  }
  return hash.digest("hex");
}

/** sha256 of encoded pairs and the scores that they have, in hex. */
export function hashPairs(pairs: readonly EncodedPair[]): string {
  const hash = createHash("sha256");
  for (const { prompt, chosen, rejected, scores } of pairs) {
    for (const ids of [prompt, chosen, ...rejected]) {
      hash.update(`${ids.length} `).update(bytesOf(ids));
    }
    if (scores) hash.update(hashJson(scores));
  }
  return hash.digest("hex");
}

/**
 * sha256 of a value as JSON, in hex; the order of an object's keys does not count.
 *
 * @example
 * ```ts
 * import { hashJson } from "@fastslow/fastslow/train";
 * import { equal, notEqual } from "node:assert/strict";
 *
 * equal(hashJson({ a: 1, b: { c: 2, d: 3 } }), hashJson({ b: { d: 3, c: 2 }, a: 1 }));
 * notEqual(hashJson([1, 2]), hashJson([2, 1]));
 * ```
 */
export function hashJson(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value, sortedKeys)).digest("hex");
}

/** A replacer for `JSON.stringify` that gives objects their keys in order. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}

/**
 * sha256 of a tokenizer's files, `tokenizer.json` and, where it exists, `tokenizer_config.json`, in hex.
 *
 * @param folder A folder in Hugging Face format.
 * @throws {RangeError} If a file is missing or may not be read.
 */
export async function hashTokenizer(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const name of ["tokenizer.json", "tokenizer_config.json"]) {
    const path = join(folder, name);
    if (name === "tokenizer_config.json" && !await fileExists(path)) continue;
    const bytes = await readBytes(path);
    hash.update(`${name} ${bytes.length} `).update(bytes);
  }
  return hash.digest("hex");
}

/**
 * sha256 of a file's bytes as they are stored, in hex.
 *
 * @throws {Deno.errors.NotFound} If there is no such file.
 */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
