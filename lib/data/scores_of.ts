import type { PairScores } from "../base/types.ts";
import type { JsonRecord } from "./types.ts";

/** The two keys of scores that stand beside the answers, in the spellings that data sets have. */
const APART = [
  ["score_chosen", "score_rejected"],
  ["chosen_score", "rejected_score"],
] as const;

/**
 * The scores that a row names, spread into what is read from it: under `scores` as `{chosen, rejected}`, or under
 * `score_chosen` and `score_rejected`, or `chosen_score` and `rejected_score`. A key that holds null counts as absent.
 *
 * @param row A JSON object.
 * @param count Rejected answers, each of which needs a score; the score of a single one may stand outside a list.
 * @throws {TypeError} If there are scores, yet not one finite number for each answer.
 */
export function scoresOf(row: JsonRecord, count: number): { scores?: PairScores } {
  const holds = (name: string) => row[name] !== undefined && row[name] !== null;
  if (holds("scores")) {
    const whole = row.scores as JsonRecord;
    return { scores: scoresFrom(whole.chosen, whole.rejected, { count, keys: ["scores"], row }) };
  }
  const keys = APART.find((keys) => keys.some(holds));
  if (!keys) return {};
  return { scores: scoresFrom(row[keys[0]], row[keys[1]], { count, keys, row }) };
}

function scoresFrom(
  chosen: unknown,
  rejected: unknown,
  { count, keys, row }: {
    readonly count: number;
    readonly keys: readonly string[];
    readonly row: JsonRecord;
  },
): PairScores {
  const others: unknown[] = Array.isArray(rejected) ? rejected : [rejected];
  if (Number.isFinite(chosen) && others.length === count && others.every(Number.isFinite)) {
    return { chosen: chosen as number, rejected: others as number[] };
  }
  const names = keys.map((name) => JSON.stringify(name)).join(" and ");
  const found = keys.map((name) => JSON.stringify(row[name]) ?? "missing").join(" and ");
  throw new TypeError(
    keys.length === 1
      ? `Cannot read a pair as ${names} must be {chosen, rejected} with one number for each of its 1 + ${count} answers: it is ${found}`
      : `Cannot read a pair as ${names} must hold one number for each of its 1 + ${count} answers: they are ${found}`,
  );
}
