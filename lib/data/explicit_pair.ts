import type { Pair } from "../base/types.ts";
import { domainOf } from "./domain_of.ts";
import { textOf, typeNameOf } from "./row_problem.ts";
import { scoresOf } from "./scores_of.ts";
import type { JsonRecord } from "./types.ts";

/**
 * Reads `{prompt, chosen, rejected, scores?, domain?}`, where `rejected` is a text or a list of texts and `scores` is
 * `{chosen, rejected}` with as many numbers as there are answers. Scores may also stand under `score_chosen` and
 * `score_rejected`, as in TRL's UltraFeedback, or `chosen_score` and `rejected_score`. Other keys are ignored.
 *
 * @param row A JSON object.
 * @throws {TypeError} If a key is missing or its value has the wrong type.
 *
 * @example
 * ```ts
 * import { explicitPair } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pair = explicitPair({
 *   prompt: "Tea?",
 *   chosen: " Yes",
 *   rejected: [" No", " Hm"],
 *   scores: { chosen: 1, rejected: [0, 0.5] },
 * });
 *
 * deepEqual(pair.rejected, [" No", " Hm"]);
 * deepEqual(pair.scores, { chosen: 1, rejected: [0, 0.5] });
 * ```
 */
export function explicitPair(row: JsonRecord): Pair {
  const rejected = rejectedOf(row);
  const count = typeof rejected === "string" ? 1 : rejected.length;
  return {
    prompt: textOf(row, "prompt", "a pair"),
    chosen: textOf(row, "chosen", "a pair"),
    rejected,
    ...scoresOf(row, count),
    ...domainOf(row),
  };
}

function rejectedOf(row: JsonRecord): string | string[] {
  const { rejected } = row;
  if (!Array.isArray(rejected)) return textOf(row, "rejected", "a pair");
  if (rejected.length > 0 && rejected.every((it) => typeof it === "string")) {
    return rejected;
  }
  throw new TypeError(
    `Cannot read a pair as "rejected" must hold at least one string and nothing else: it holds ${
      rejected.map(typeNameOf).join(", ") || "nothing"
    }`,
  );
}
