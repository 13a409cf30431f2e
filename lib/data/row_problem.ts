/** Words for what is wrong with a row, shared by the parsers and by the readers that know the row's place. */
import type { JsonRecord } from "./types.ts";

/** Names a place in a file: `line 3 of data.jsonl`. */
export function place(path: string, line: number): string {
  return `line ${line} of ${path}`;
}

/** Lists the keys of a row as they stand in it. */
export function keysOf(row: JsonRecord): string {
  const keys = Object.keys(row).map((name) => JSON.stringify(name));
  return keys.length > 0 ? `its keys are ${keys.join(", ")}` : "it has no keys";
}

/**
 * The text under `name` of a row.
 *
 * @param kind What the row should be, for the message: "a pair".
 * @throws {TypeError} If the row lacks it or it is not a string.
 */
export function textOf(row: JsonRecord, name: string, kind: string): string {
  if (!Object.hasOwn(row, name)) {
    throw new TypeError(
      `Cannot read ${kind} as "${name}" is missing: ${
        keysOf(row)
      }; map finds it under another name`,
    );
  }
  const text = row[name];
  if (typeof text === "string") return text;
  throw new TypeError(
    `Cannot read ${kind} as "${name}" must be a string: it is ${typeNameOf(text)}`,
  );
}

/** Names the JSON type of a value with its article. */
export function typeNameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Takes the lead-in off an error of a parser, so that a reader can name the place instead. */
export function reasonOf(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return why.replace(/^Cannot read an? \w+ as /, "");
}
