import { typeNameOf } from "../row_problem.ts";
import type { JsonRecord, Message } from "../types.ts";

/** Whether a value is a conversation rather than a text or a list of texts: a list of objects, or of such lists. */
export function isConversation(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  const [first] = value;
  return Array.isArray(first) ? isConversation(first) : typeof first === "object" && first !== null;
}

/**
 * The messages under `name` of a row, as they stand, with whatever else a chat template may read in them.
 *
 * @param value What the row holds there.
 * @param name Its name, for messages.
 * @throws {TypeError} If it is no list of messages `{role, content}` of texts, or has none.
 */
export function messagesOf(value: unknown, name: string): readonly Message[] {
  if (!Array.isArray(value)) throw unfit(name, typeNameOf(value));
  if (value.length === 0) throw unfit(name, "an empty list");
  for (const [i, message] of value.entries()) {
    requireMessage(message, `message ${i + 1} of "${name}"`);
  }
  return value;
}

function requireMessage(message: unknown, what: string): void {
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    throw new TypeError(
      `Cannot read a conversation as ${what} must be {role, content}: it is ${typeNameOf(message)}`,
    );
  }
  for (const key of ["role", "content"]) {
    const value = (message as JsonRecord)[key];
    if (typeof value === "string") continue;
    const found = value === undefined ? "missing" : typeNameOf(value);
    throw new TypeError(
      `Cannot read a conversation as "${key}" of ${what} must be a string: it is ${found}`,
    );
  }
}

function unfit(name: string, found: string): TypeError {
  return new TypeError(
    `Cannot read a conversation as "${name}" must be a list of messages {role, content}: it is ${found}`,
  );
}
