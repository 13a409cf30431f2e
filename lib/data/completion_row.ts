import { domainOf } from "./domain_of.ts";
import { pairFromRow } from "./pair_row.ts";
import { keysOf, textOf } from "./row_problem.ts";
import type { Completion, JsonRecord } from "./types.ts";

/**
 * Reads a JSON object as a supervised example: `{prompt, completion}`, `{text}`, or a pair, whose chosen answer is learnt.
 *
 * @param row A JSON object.
 * @throws {TypeError} If its keys fit no kind, or a value has the wrong type.
 *
 * @example
 * ```ts
 * import { completionFromRow } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(completionFromRow({ text: "Hello" }), {
 *   prompt: "",
 *   completion: "Hello",
 * });
 * ```
 */
export function completionFromRow(row: JsonRecord): Completion {
  const has = (name: string) => Object.hasOwn(row, name);
  if (has("completion")) return explicitCompletion(row);
  if (has("chosen")) return chosenCompletion(row);
  if (has("text") && !has("prompt")) {
    return {
      prompt: "",
      completion: textOf(row, "text", "a completion"),
      ...domainOf(row),
    };
  }
  throw new TypeError(
    `Cannot read a completion as ${keysOf(row)}: give {prompt, completion}, {text}, or a pair`,
  );
}

function explicitCompletion(row: JsonRecord): Completion {
  return {
    prompt: textOf(row, "prompt", "a completion"),
    completion: textOf(row, "completion", "a completion"),
    ...domainOf(row),
  };
}

function chosenCompletion(row: JsonRecord): Completion {
  const { prompt, chosen } = pairFromRow(row);
  return { prompt, completion: chosen, ...domainOf(row) };
}
