/** What reference values belong to, and the names of the texts that have them. */
import { createHash } from "node:crypto";
import type { Adapter } from "../adapter/mod.ts";
import type { EncodedPair } from "../base/mod.ts";
import type { Precision } from "../engine/mod.ts";
import type { Model } from "../model/mod.ts";
import { hashJson, hashModel } from "./fingerprint.ts";

/** What the values of a reference cache belong to; hashes are sha256 in hex. */
export interface ReferenceIdentity {
  /** Of the reference's architecture and weights. */
  readonly model: string;
  /** Of the adapter that the reference runs under, or `null` for the bare base. */
  readonly adapter: string | null;
  /** Of the tokenizer that made the rows; see `hashTokenizer`. */
  readonly tokenizer: string;
  /** What matrix products were computed in. */
  readonly precision: Precision;
}

/** Options for {@linkcode referenceIdentity}. */
export interface ReferenceIdentityOptions {
  /** The adapter that the reference runs under. @default {none} */
  readonly adapter?: Adapter;
  /** What matrix products are computed in. @default {"float32"} */
  readonly precision?: Precision;
}

/**
 * The identity of a reference; hashing reads every weight.
 *
 * @param tokenizer The tokenizer's hash.
 */
export async function referenceIdentity(
  model: Model,
  tokenizer: string,
  { adapter, precision = "float32" }: ReferenceIdentityOptions = {},
): Promise<ReferenceIdentity> {
  return {
    model: hashJson([model.config, await hashModel(model)]),
    adapter: adapter
      ? hashJson([adapter.config, await hashModel({ ...model, weights: adapter.weights })])
      : null,
    tokenizer,
    precision,
  };
}

/**
 * The name of a text, prompt and answer in tokens: the first 128 bits of its sha256, in hex. Among 10⁹ texts two share a
 * name with a probability of 10⁻²¹.
 *
 * @example
 * ```ts
 * import { textName } from "@fastslow/fastslow/train";
 * import { equal, notEqual } from "node:assert/strict";
 *
 * const name = textName(Int32Array.of(1, 2), Int32Array.of(3));
 * equal(name.length, 32);
 * notEqual(name, textName(Int32Array.of(1), Int32Array.of(2, 3)));
 * ```
 */
export function textName(prompt: Int32Array, answer: Int32Array): string {
  // The prompt's length says where the answer begins, which decides what counts.
  const hash = createHash("sha256").update(`${prompt.length} `);
  for (const { buffer, byteOffset, byteLength } of [prompt, answer]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex").slice(0, 32);
}

/**
 * The name under which a text's entropies are kept beside its log-probabilities. As they have a name of their own, a cache
 * from before there were entropies serves on: where they are asked for, they are missing and computed.
 *
 * @param text Name of the text.
 */
export function entropyName(text: string): string {
  return createHash("sha256").update(`entropies ${text}`).digest("hex").slice(0, 32);
}

/** Names of all answers of a batch, answer by answer and pair by pair within, as a `PairBatch` has them. */
export function textNames(pairs: readonly EncodedPair[]): string[] {
  const answers = pairs.map(({ chosen, rejected }) => [chosen, ...rejected]);
  return (answers[0] ?? []).flatMap((_, a) =>
    pairs.map(({ prompt }, p) => textName(prompt, answers[p]![a]!))
  );
}
