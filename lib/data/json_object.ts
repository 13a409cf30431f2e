import type { JsonRecord } from "./types.ts";

/**
 * Parses the text of one JSON object.
 *
 * @param complaint How an error begins: what is read, and where.
 * @param cure What to do where the value is no object.
 * @throws {SyntaxError} If the text is not JSON.
 * @throws {TypeError} If it is JSON, yet no object.
 */
export function jsonObject(text: string, complaint: string, cure: string): JsonRecord {
  const value = parsed(text, complaint);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonRecord;
  }
  throw new TypeError(`${complaint} is not a JSON object: ${cure}`);
}

function parsed(text: string, complaint: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SyntaxError(`${complaint} is not JSON: ${why}`, { cause });
  }
}
