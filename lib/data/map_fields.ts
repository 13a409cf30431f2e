import { keysOf } from "./row_problem.ts";
import type { FieldMap, JsonRecord } from "./types.ts";

/**
 * A row with fields under the names that readers know; its other fields stay. A key that has the whole name wins over the
 * path that its dots describe, and a number in a path counts into a list.
 *
 * @param row A JSON object.
 * @param map The name or path in the row, by the name that it gets.
 * @throws {TypeError} If the row lacks one of them; the message lists the keys that it has.
 *
 * @example
 * ```ts
 * import { mapFields } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { best: " Yes", meta: { question: "Tea?" } };
 *
 * deepEqual(mapFields(row, { chosen: "best", prompt: "meta.question" }), {
 *   ...row,
 *   chosen: " Yes",
 *   prompt: "Tea?",
 * });
 * ```
 */
export function mapFields(row: JsonRecord, map: FieldMap): JsonRecord {
  const entries = Object.entries(map);
  if (entries.length === 0) return row;
  return {
    ...row,
    ...Object.fromEntries(entries.map(([name, source]) => [name, fieldAt(row, name, source)])),
  };
}

function fieldAt(row: JsonRecord, name: string, source: string): unknown {
  if (Object.hasOwn(row, source)) return row[source];
  let value: unknown = row;
  for (const key of source.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) {
      const found = isRecord(value) && value !== row ? `${keysOf(value)} there` : keysOf(row);
      throw new TypeError(
        `Cannot read a row as it lacks "${source}", which stands for "${name}": ${found}`,
      );
    }
    value = (value as JsonRecord)[key];
  }
  return value;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
