/** The index of a reference cache: lines of JSON, of which the first says what the values belong to. */
import { createHash } from "node:crypto";
import type { ReferenceIdentity } from "./reference_identity.ts";

/** Version of the files' format. */
export const FORMAT = 1;

/** Bytes of one value, a float32. */
export const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Where the values of a text stand. */
export interface IndexEntry {
  /** First byte in `values.bin`. */
  readonly offset: number;
  /** Number of values. */
  readonly tokens: number;
  /** Digest of the values' bytes; see {@linkcode digestOf}. */
  readonly digest: string;
}

/** What an index says. */
export interface ReferenceIndex {
  /** Entries by name of the text. */
  readonly entries: Map<string, IndexEntry>;
  /** Bytes of `values.bin` that the entries account for. */
  readonly size: number;
}

/** The first 32 bits of the sha256 of a text's values, in hex: enough to notice a damaged file. */
export function digestOf(values: Uint8Array): string {
  return createHash("sha256").update(values).digest("hex").slice(0, 8);
}

/** The first line of an index. */
export function headerLine(identity: ReferenceIdentity): string {
  const columns = ["text", "offset", "tokens", "digest"];
  return `${JSON.stringify({ format: FORMAT, ...identity, columns })}\n`;
}

/** The line of a text. */
export function entryLine(text: string, { offset, tokens, digest }: IndexEntry): string {
  return `${JSON.stringify([text, offset, tokens, digest])}\n`;
}

/**
 * Reads the lines of an index.
 *
 * @param lines Whole lines, the header first.
 * @param folder For errors.
 * @throws {RangeError} If a line is damaged, or the values belong to something else, naming what, with both hashes.
 */
export function parseIndex(
  lines: readonly string[],
  identity: ReferenceIdentity,
  folder: string,
): ReferenceIndex {
  requireIdentity(recordOf(lines[0], folder), identity, folder);
  const entries = new Map<string, IndexEntry>();
  let size = 0;
  for (let i = 1; i < lines.length; i++) {
    const [text, entry] = entryOf(lines[i]!, size) ?? [];
    if (text === undefined || entry === undefined) {
      throw damaged(folder, `line ${i + 1} of index.jsonl is broken`);
    }
    entries.set(text, entry);
    size += entry.tokens * BYTES;
  }
  return { entries, size };
}

/** What to say of a cache whose files are not what was written. */
export function damaged(folder: string, why: string): RangeError {
  return new RangeError(
    `Cannot use the reference cache in ${folder} as ${why}: delete the folder, and its values are computed anew`,
  );
}

function recordOf(line: string | undefined, folder: string): Record<string, unknown> {
  const header = line === undefined ? undefined : parsed(line);
  if (typeof header === "object" && header !== null && "format" in header) return { ...header };
  throw damaged(folder, "index.jsonl does not begin with a header");
}

function requireIdentity(
  found: Record<string, unknown>,
  wanted: ReferenceIdentity,
  folder: string,
) {
  const differences = found.format === FORMAT
    ? (["model", "adapter", "tokenizer", "precision"] as const)
      .filter((name) => found[name] !== wanted[name])
      .map((name) => `${name} ${shown(found[name])} where this run's is ${shown(wanted[name])}`)
    : [`format ${shown(found.format)} where this version's is ${FORMAT}`];
  if (differences.length === 0) return;
  throw new RangeError(
    `Cannot use the reference cache in ${folder} as it was made with ${
      differences.join(", and with ")
    }: choose another folder, or delete it`,
  );
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : value === null ? "none" : JSON.stringify(value) ?? "?";
}

/** Texts stand one after another, so that each begins where the one before it ends. */
function entryOf(line: string, at: number): [text: string, IndexEntry] | undefined {
  const row = parsed(line);
  if (!Array.isArray(row)) return undefined;
  const [text, offset, tokens, digest] = row;
  const isWhole = /^[0-9a-f]{32}$/.test(text) && offset === at && Number.isSafeInteger(tokens) &&
    tokens > 0 && /^[0-9a-f]{8}$/.test(digest);
  return isWhole ? [text, { offset, tokens, digest }] : undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
