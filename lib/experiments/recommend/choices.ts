/** A file of choices among candidates, as S-DPO's authors publish them. */

/** One choice: after what a person liked, which of some candidates came next. */
export interface Choice {
  /** Names of what was liked before, oldest first. */
  readonly history: readonly string[];
  /** What came next. */
  readonly chosen: string;
  /** The other candidates. */
  readonly others: readonly string[];
}

/**
 * Reads choices from the JSON of {@link https://github.com/chenyuxin1999/S-DPO | S-DPO's data}: a list of
 * `{historyList: "a::b", itemList: […], trueSelection}`.
 *
 * @param json The file's content.
 * @param path Name of the file, for messages.
 * @throws {TypeError} Naming the first row, counted from 1, that has another form, or whose candidates lack the choice.
 *
 * @example
 * ```ts
 * import { choicesFrom } from "@fastslow/fastslow/experiments";
 * import { deepEqual } from "node:assert/strict";
 *
 * const row = { historyList: "Can::Neu!", itemList: ["Faust", "Cher"], trueSelection: "Faust" };
 * deepEqual(choicesFrom([row], "lastfm.json"), [
 *   { history: ["Can", "Neu!"], chosen: "Faust", others: ["Cher"] },
 * ]);
 * ```
 */
export function choicesFrom(json: unknown, path: string): Choice[] {
  if (!Array.isArray(json)) {
    throw new TypeError(`Cannot read choices as ${path} holds no list: give S-DPO's file`);
  }
  return json.map((row, i) => choiceFrom(row, `row ${i + 1} of ${path}`));
}

function choiceFrom(row: Record<string, unknown> | null, place: string): Choice {
  const { historyList, itemList, trueSelection } = row ?? {};
  const isWhole = typeof historyList === "string" && Array.isArray(itemList) &&
    itemList.every((item) => typeof item === "string") && typeof trueSelection === "string";
  if (!isWhole) {
    throw new TypeError(
      `Cannot read choices as ${place} is not {"historyList", "itemList", "trueSelection"}: its keys are ${
        Object.keys(row ?? {}).join(", ") || "none"
      }`,
    );
  }
  if (!itemList.includes(trueSelection)) {
    throw new TypeError(
      `Cannot read choices as ${place} lacks its "trueSelection" among the candidates: current value is ${
        JSON.stringify(trueSelection)
      }`,
    );
  }
  const others = [...new Set(itemList)].filter((item) => item !== trueSelection);
  return { history: historyList.split("::"), chosen: trueSelection, others };
}
