/** What margins are made of, as plain numbers. */
import { correlation } from "./correlation.ts";
import { probability } from "./judge.ts";
import { mean } from "./numbers.ts";
import { pairAccuracy } from "./pair_accuracy.ts";
import type { MarginMeasures, MeasureOptions, PairNumbers } from "./pair_numbers.ts";
import { requirePairNumbers } from "./require_pair_numbers.ts";

/**
 * Measures what margins h = [log π(y_w) − log π_ref(y_w)] − [log π(y_l) − log π_ref(y_l)] are made of.
 *
 * @param policy The pairs under the policy, with lengths where they are known.
 * @param reference The same pairs under the reference.
 * @throws {RangeError} If there are no pairs, a number is not finite, lists differ in length, or β is not positive.
 *
 * @example The margin grows although the chosen answer falls
 * ```ts
 * import { marginMeasures } from "@fastslow/fastslow/evaluate";
 * import { deepEqual } from "node:assert/strict";
 *
 * const { margin, chosen_change, rejected_change } = marginMeasures(
 *   { chosen: [-12], rejected: [-19] },
 *   { chosen: [-10], rejected: [-11] },
 * );
 * deepEqual([margin, chosen_change, rejected_change], [6, -2, -8]);
 * ```
 */
export function marginMeasures(
  policy: PairNumbers,
  reference: PairNumbers,
  { beta = 0.1, start = reference }: MeasureOptions = {},
): MarginMeasures {
  requirePairNumbers({ policy, reference, start }, beta);
  const margins = marginsOf(policy, reference);
  const certainty = margins.map((h) => probability(beta * h));
  const centre = mean(margins);
  const [up, down] = [changes(policy, start, "chosen"), changes(policy, start, "rejected")];
  const slopes = (h: readonly number[]) => mean(h.map((each) => probability(-beta * each)));
  return {
    pairs: margins.length,
    margin: centre,
    margin_spread: Math.sqrt(mean(margins.map((h) => (h - centre) ** 2))),
    ranked_right: pairAccuracy(margins),
    chosen_change: mean(up),
    rejected_change: mean(down),
    chosen_fell: share(up, (change) => change < 0),
    rejected_fell: share(down, (change) => change < 0),
    both_fell: share(up, (change, i) => change < 0 && down[i]! < 0),
    chosen_over_reference: mean(changes(policy, reference, "chosen")),
    sure: share(certainty, (p) => p > 0.99),
    sure_wrong: share(certainty, (p) => p < 0.01),
    undecided: share(certainty, (p) => Math.abs(p - 0.5) < 0.05),
    tied: share(margins, (h) => h === 0),
    slope_left: slopes(margins) / slopes(marginsOf(start, reference)),
    ...lengthMeasures(policy, reference, margins),
  };
}

/** How much likelier an answer is than elsewhere, one a margin. */
function changes(to: PairNumbers, from: PairNumbers, answer: "chosen" | "rejected"): number[] {
  const [now, before] = [perMargin(to, answer), perMargin(from, answer)];
  return now.map((value, i) => value - before[i]!);
}

/** Numbers of an answer, one for each margin: a chosen answer meets each of its pair's rejected ones. */
function perMargin({ chosen, rejected }: PairNumbers, answer: "chosen" | "rejected"): number[] {
  const values = answer === "chosen" ? chosen : rejected;
  return Array.from({ length: rejected.length }, (_, i) => values[i % values.length]!);
}

function marginsOf(policy: PairNumbers, reference: PairNumbers): number[] {
  const rejected = changes(policy, reference, "rejected");
  return changes(policy, reference, "chosen").map((r, i) => r - rejected[i]!);
}

function lengthMeasures(
  policy: PairNumbers,
  reference: PairNumbers,
  margins: readonly number[],
): Pick<MarginMeasures, "length_gap" | "margin_length" | "reward_length"> {
  const { chosenLengths: chosen, rejectedLengths: rejected } = policy;
  if (!chosen || !rejected) return {};
  const lengths = { chosen, rejected };
  const gaps = perMargin(lengths, "chosen").map((length, i) => length - rejected[i]!);
  const rewards = (["chosen", "rejected"] as const).flatMap((answer) =>
    Array.from(policy[answer], (value, i) => value - reference[answer][i]!)
  );
  const margin_length = correlation(margins, gaps);
  const reward_length = correlation(rewards, [...Array.from(chosen), ...Array.from(rejected)]);
  return {
    length_gap: mean(gaps),
    ...(margin_length === undefined ? {} : { margin_length }),
    ...(reward_length === undefined ? {} : { reward_length }),
  };
}

function share(values: readonly number[], holds: (value: number, i: number) => boolean): number {
  return mean(values.map((value, i) => Number(holds(value, i))));
}
