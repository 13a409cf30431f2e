import type { JsonRecord } from "./types.ts";

/**
 * A row of a table as JSON would hold it: whole numbers of 64 bits become numbers, dates ISO texts, typed arrays and
 * bytes lists, and what is absent null.
 */
export function plainRow(row: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array, plain);
  return plainRow(value as JsonRecord);
}
