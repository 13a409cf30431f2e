import { type Finding, marginFindings } from "./margin_findings.ts";
import { marginMeasures } from "./margin_measures.ts";
import type { MarginMeasures, MeasureOptions, PairNumbers } from "./pair_numbers.ts";

/** Why margins moved. */
export interface Diagnosis {
  /** What stands out, with what usually helps. */
  readonly findings: readonly Finding[];
  /** Every measure with its meaning, as rows of a table. */
  readonly rows: readonly DiagnosisRow[];
  /** The findings in words, a line each. */
  readonly text: string;
}

/** One measure. */
export interface DiagnosisRow {
  /** Its name. */
  readonly measure: keyof MarginMeasures;
  /** What it is, with its unit. */
  readonly meaning: string;
  /** What was measured. */
  readonly value: number;
}

/** What each measure is, with its unit, in the order of tables. */
export const MEASURES: Readonly<Record<keyof MarginMeasures, string>> = {
  pairs: "margins",
  chosen_change: "chosen, change (nats)",
  rejected_change: "rejected, change (nats)",
  chosen_fell: "share whose chosen fell",
  rejected_fell: "share whose rejected fell",
  both_fell: "share in which both fell",
  chosen_over_reference: "chosen against the reference (nats)",
  margin: "mean margin h (nats)",
  margin_spread: "spread of margins (nats)",
  ranked_right: "ranked right",
  tied: "share at h = 0",
  undecided: "share undecided, |σ(βh) − ½| < 0.05",
  sure: "share sure, σ(βh) > 0.99",
  sure_wrong: "share sure and wrong, σ(βh) < 0.01",
  slope_left: "mean |∂L/∂h| over the start's",
  length_gap: "chosen longer by (tokens)",
  margin_length: "correlation of margin and difference of lengths",
  reward_length: "correlation of reward and length",
};

/**
 * Says why margins move: whether chosen answers rise or rejected ones fall, how the chosen ones stand against the
 * reference, whether length explains it, how far the loss is saturated and how margins are dispersed; as a table and in
 * words, with the usual cures.
 *
 * The measures are of any pairs; those that were not trained on tell most. What is saturated is said in DPO's terms.
 *
 * @param policy The pairs under the policy, in nats, with lengths where they are known.
 * @param reference The same pairs under the reference.
 * @param options β, and where the policy started unless at the reference.
 * @throws {RangeError} If there are no pairs, a number is not finite, lists differ in length, or β is not positive.
 *
 * @example Why do my chosen log-probabilities fall?
 * ```ts
 * import { diagnose } from "@fastslow/fastslow";
 * import { equal, match } from "node:assert/strict";
 *
 * const { findings, rows, text } = diagnose(
 *   { chosen: [-24, -31, -18], rejected: [-47, -52, -40] },
 *   { chosen: [-20, -26, -15], rejected: [-21, -25, -17] },
 *   { beta: 0.1 },
 * );
 * equal(findings[0]!.id, "chosen-falls");
 * equal(rows.find(({ measure }) => measure === "chosen_change")!.value, -4);
 * match(text, /^Chosen answers become less likely \(chosen −4 nats on average.*Usual cures: .*DPOP/);
 * ```
 */
export function diagnose(
  policy: PairNumbers,
  reference: PairNumbers,
  options: MeasureOptions = {},
): Diagnosis {
  const measures = marginMeasures(policy, reference, options);
  const findings = marginFindings(measures);
  return { findings, rows: rowsOf(measures), text: wordsOf(findings, measures) };
}

function rowsOf(measures: MarginMeasures): DiagnosisRow[] {
  return (Object.keys(MEASURES) as (keyof MarginMeasures)[]).flatMap((measure) => {
    const value = measures[measure];
    return value === undefined ? [] : [{ measure, meaning: MEASURES[measure], value }];
  });
}

function wordsOf(
  findings: readonly Finding[],
  { chosen_change, rejected_change }: MarginMeasures,
): string {
  if (findings.length === 0) {
    return `Nothing stands out: chosen answers changed by ${
      chosen_change.toFixed(2)
    } nats, rejected ones by ${rejected_change.toFixed(2)}.`;
  }
  return findings.map(({ title, evidence, cures }) =>
    `${title} (${evidence}). Usual cures: ${cures.join("; ")}.`
  ).join("\n");
}
