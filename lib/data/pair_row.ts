import type { Pair } from "../base/types.ts";
import { conversationPair } from "./chat/conversation_pair.ts";
import { dialoguePair } from "./dialogue_pair.ts";
import { explicitPair } from "./explicit_pair.ts";
import { isConversation } from "./chat/messages_of.ts";
import { keysOf } from "./row_problem.ts";
import type { JsonRecord, RowOptions } from "./types.ts";

/**
 * Reads a JSON object as a pair of whichever kind it shows: lists of messages are conversations; of texts, those with a
 * `prompt` are explicit, and those without one two dialogues.
 *
 * @param row A JSON object.
 * @param options The chat template that conversations need.
 * @throws {TypeError} If its keys fit no kind, or a value has the wrong type.
 *
 * @example
 * ```ts
 * import { pairFromRow } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { prompt: "2 + 2 =", chosen: " 4", rejected: " 5", id: 7 };
 *
 * deepEqual(pairFromRow(row), {
 *   prompt: "2 + 2 =",
 *   chosen: " 4",
 *   rejected: " 5",
 * });
 * ```
 */
export function pairFromRow(row: JsonRecord, options: RowOptions = {}): Pair {
  if (isConversation(row.chosen)) return conversationPair(row, options);
  if (Object.hasOwn(row, "prompt")) return explicitPair(row);
  if (Object.hasOwn(row, "chosen") && Object.hasOwn(row, "rejected")) {
    return dialoguePair(row);
  }
  throw new TypeError(
    `Cannot read a pair as ${
      keysOf(row)
    }: give {prompt, chosen, rejected}, or two dialogues {chosen, rejected}, or map their names as in prompt=question`,
  );
}
