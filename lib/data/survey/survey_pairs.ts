import { hashSet } from "./hash_set.ts";
import type { SourcedPair } from "../types.ts";

/** Rows that have something in common. */
export interface Finding {
  /** How many there are. */
  readonly count: number;
  /** The first of them, counted from 0. */
  readonly rows: readonly number[];
}

/** What pairs tell about their data set. */
export interface PairSurvey {
  /** How many pairs there are. */
  readonly rows: number;
  /** An answer is empty, or white space alone. */
  readonly empty: Finding;
  /** A rejected answer is the chosen one. */
  readonly identical: Finding;
  /** The same prompt and answers came before. */
  readonly duplicates: Finding;
  /** The same prompt came before with chosen and rejected answer swapped. */
  readonly conflicts: Finding;
  /** A rejected answer has the score of the chosen one. */
  readonly ties: Finding;
  /** A rejected answer scores above the chosen one. */
  readonly outscored: Finding;
  /** Scores are missing where the first row has them, or are there where it has none. */
  readonly unscored: Finding;
  /** Rejected answers are fewer or more than the first row's: a run takes one number of them. */
  readonly uneven: Finding;
}

/** Takes pairs one by one. */
export interface PairSurveyor {
  /** Takes a pair. */
  add(pair: SourcedPair): void;
  /** What the pairs so far tell. */
  survey(): PairSurvey;
}

/** Rows that a finding names. */
const NAMED = 3;

const CHECKS = [
  "empty",
  "identical",
  "duplicates",
  "conflicts",
  "ties",
  "outscored",
  "unscored",
  "uneven",
] as const;

/**
 * Looks for what is wrong with the pairs of a data set while they stream by. It keeps a hash of each pair, 9 to 18 bytes
 * a row, and no text.
 *
 * @example
 * ```ts
 * import { surveyPairs } from "@fastslow/fastslow/data";
 * import { deepEqual } from "node:assert/strict";
 *
 * const pairs = surveyPairs();
 * pairs.add({ prompt: "Tea?", chosen: " Yes", rejected: " No", row: 0 });
 * pairs.add({ prompt: "Tea?", chosen: " No", rejected: " Yes", row: 1 });
 *
 * deepEqual(pairs.survey().conflicts, { count: 1, rows: [1] });
 * ```
 */
export function surveyPairs(): PairSurveyor {
  const seen = hashSet();
  const found = Object.fromEntries(
    CHECKS.map((name) => [name, { count: 0, rows: [] as number[] }]),
  ) as Record<typeof CHECKS[number], { count: number; rows: number[] }>;
  let rows = 0;
  let first: { readonly answers: number; readonly isScored: boolean } | undefined;
  const note = (name: typeof CHECKS[number], row: number, holds: boolean) => {
    if (!holds) return;
    found[name].count++;
    if (found[name].rows.length < NAMED) found[name].rows.push(row);
  };
  return {
    add: ({ prompt, chosen, rejected, scores, row }) => {
      const others = [rejected].flat();
      const isScored = scores !== undefined;
      first ??= { answers: others.length, isScored };
      rows++;
      note("empty", row, [chosen, ...others].some((answer) => answer.trim() === ""));
      note("identical", row, others.includes(chosen));
      note("ties", row, scores?.rejected.includes(scores.chosen) ?? false);
      note("outscored", row, scores?.rejected.some((score) => score > scores.chosen) ?? false);
      note("unscored", row, isScored !== first.isScored);
      note("uneven", row, others.length !== first.answers);
      const isRepeated = seen.has([prompt, chosen, ...others]);
      note("duplicates", row, isRepeated);
      const isSwapped = !isRepeated && others.length === 1 &&
        seen.has([prompt, others[0]!, chosen]);
      note("conflicts", row, isSwapped);
      seen.add([prompt, chosen, ...others]);
    },
    survey: () => structuredClone({ rows, ...found }),
  };
}
