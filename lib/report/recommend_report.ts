/** Softmax DPO on recommendations as a report. */
import { summarise } from "../evaluate/mod.ts";
import type { RecommendResult } from "../experiments/mod.ts";
import type { ExperimentContext, ReportContent } from "./content.ts";
import { diagnosisSection } from "./diagnosis_section.ts";
import { intervalOf } from "./interval_of.ts";

/** The report of {@linkcode RecommendResult}: every figure in it is of that run. */
export function recommendReport(
  { rows, trials, claims }: RecommendResult,
  context: ExperimentContext,
): ReportContent {
  const summary = summarise(rows);
  const methods = [...new Set(rows.map(({ method }) => method))];
  return {
    ...context,
    claims,
    rows,
    sections: [
      {
        title: "Methods",
        text:
          "Hit ratio at rank 1: the share of choices whose answer is the likeliest of all candidates. Means over seeds with 95 % t-intervals.",
        table: methods.map((method) => ({
          method,
          "hit ratio at 1": intervalOf(summary, method, "hit_ratio"),
          "answers of a step": rows.find((row) => row.method === method && row.metric === "answers")
            ?.value ?? null,
        })),
      },
      ...diagnosisSection(rows),
      {
        title: "What was tried",
        text:
          "Hit ratio on the choices of known listeners that the trial did not learn from, one seed; the best rate of each K was taken.",
        table: trials.map(({ K, rate, hits }) => ({ K, rate, "hit ratio at 1": hits })),
      },
    ],
  };
}
