import type { Pair } from "../base/types.ts";
import { domainOf } from "./domain_of.ts";
import { textOf } from "./row_problem.ts";
import { scoresOf } from "./scores_of.ts";
import { splitDialogue } from "./split_dialogue.ts";
import type { JsonRecord } from "./types.ts";

/**
 * Reads two dialogues `{chosen, rejected}` that begin alike, as in Anthropic HH; see {@linkcode splitDialogue} for the cut.
 * Scores are read as in {@linkcode explicitPair}.
 *
 * @param row A JSON object.
 * @throws {TypeError} If a key is missing, scores are no numbers, or the dialogues share no turn of the assistant.
 *
 * @example
 * ```ts
 * import { dialoguePair } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pair = dialoguePair({
 *   chosen: "\n\nHuman: Tea?\n\nAssistant: Yes, please.",
 *   rejected: "\n\nHuman: Tea?\n\nAssistant: No.",
 * });
 *
 * deepEqual(pair, {
 *   prompt: "\n\nHuman: Tea?\n\nAssistant:",
 *   chosen: " Yes, please.",
 *   rejected: " No.",
 * });
 * ```
 */
export function dialoguePair(row: JsonRecord): Pair {
  const chosen = textOf(row, "chosen", "a pair");
  const rejected = textOf(row, "rejected", "a pair");
  const end = splitDialogue(chosen, rejected);
  return {
    prompt: chosen.slice(0, end),
    chosen: chosen.slice(end),
    rejected: rejected.slice(end),
    ...scoresOf(row, 1),
    ...domainOf(row),
  };
}
