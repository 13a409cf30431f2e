/** Why margins moved, as a section of any experiment's report. */
import type { MetricRow } from "../base/mod.ts";
import {
  marginFindings,
  type MarginMeasures,
  MEASURES,
  summarise,
  type SummaryRow,
} from "../evaluate/mod.ts";
import type { ReportSection } from "./content.ts";
import { intervalOf } from "./interval_of.ts";

/** Measures that the table shows. */
const SHOWN: readonly (keyof MarginMeasures)[] = [
  "chosen_change",
  "rejected_change",
  "chosen_fell",
  "both_fell",
  "margin",
  "margin_spread",
  "ranked_right",
  "undecided",
  "sure",
  "sure_wrong",
  "slope_left",
  "margin_length",
  "reward_length",
];

const MEANING =
  "Held-out pairs under the policy at the end, against the reference, where every policy started; what is right is what the labels say, noise included. Means over seeds with 95 % t-intervals. What stands out is told by rules of thumb on the means.";

/**
 * A table of every method's measures of margins at the end, and in words what stands out, with the usual cures.
 *
 * @param rows Measurements; those of margins carry the names of `MarginMeasures`.
 * @returns Nothing where no margins were measured.
 */
export function diagnosisSection(rows: readonly MetricRow[]): ReportSection[] {
  const mine = rows.filter(({ method, metric }) =>
    method !== "reference" && Object.hasOwn(MEASURES, metric)
  );
  if (mine.length === 0) return [];
  const summary = summarise(mine);
  const methods = [...new Set(mine.map(({ method }) => method))];
  return [{
    title: "Diagnosis: why margins move",
    text: [MEANING, ...wordsOf(methods, summary)],
    table: methods.map((method) => ({
      method,
      ...Object.fromEntries(
        SHOWN.filter((measure) => summary.some(({ metric }) => metric === measure))
          .map((measure) => [MEASURES[measure], intervalOf(summary, method, measure)]),
      ),
    })),
  }];
}

/** A paragraph for each finding, with every method that shows it. */
function wordsOf(methods: readonly string[], summary: readonly SummaryRow[]): string[] {
  const found = methods.flatMap((method) =>
    marginFindings(meansOf(method, summary)).map((finding) => ({ method, ...finding }))
  );
  if (found.length === 0) return ["Nothing stands out."];
  return [...Map.groupBy(found, ({ id }) => id).values()].map((group) => {
    const { title, cures } = group[0]!;
    const shown = group.map(({ method, evidence }) => `${method} (${evidence})`);
    return `${title}: ${shown.join("; ")}. Usual cures: ${cures.join("; ")}.`;
  });
}

function meansOf(method: string, summary: readonly SummaryRow[]): MarginMeasures {
  return Object.fromEntries(
    summary.filter((row) => row.method === method).map(({ metric, mean }) => [metric, mean]),
  ) as unknown as MarginMeasures;
}
