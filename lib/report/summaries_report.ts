/** The comparison of losses on rated summaries as a report. */
import { meanInterval } from "../evaluate/mod.ts";
import { COMPARED_LOSSES, type CompareLossesResult } from "../experiments/mod.ts";
import type { ExperimentContext, ReportContent, ReportSection } from "./content.ts";
import { diagnosisSection } from "./diagnosis_section.ts";

/** The report of {@linkcode CompareLossesResult}: every figure in it is of that run. */
export function summariesReport(
  result: CompareLossesResult,
  context: ExperimentContext,
): ReportContent {
  const { rows, claims } = result;
  return {
    ...context,
    claims,
    rows,
    sections: [
      accuracySection(result),
      ...diagnosisSection(rows),
      trialsSection(result),
      descriptions(result),
    ],
  };
}

function accuracySection(result: CompareLossesResult): ReportSection {
  const rows = result.rows.filter(({ metric }) => metric === "accuracy");
  const sizes = [...new Set(rows.map(({ step }) => step))];
  return {
    title: "Losses",
    text:
      "Share of a held-out post's pairs of summaries that the implicit reward ranks as people rated them, the mean over posts, after training on so many pairs once each; means over seeds with 95 % t-intervals.",
    table: lossesOf(rows).map((loss) => ({
      loss,
      ...Object.fromEntries(sizes.map((size) => {
        const values = rows.filter(({ method, step }) => method === loss && step === size)
          .map(({ value }) => value);
        return [`accuracy after ${size} pairs`, values.length > 0 ? meanInterval(values) : null];
      })),
    })),
  };
}

function trialsSection({ trials }: CompareLossesResult): ReportSection {
  return {
    title: "What was tried",
    text: "Accuracy on posts of their own, one seed; the best of each loss was taken.",
    table: trials.map(({ loss, settings, score }) => ({
      loss,
      rate: settings.lr,
      α: settings.alpha,
      "φ*": settings.phi,
      accuracy: score,
    })),
  };
}

function descriptions({ rows }: CompareLossesResult): ReportSection {
  return {
    title: "What the losses are",
    table: lossesOf(rows).map((loss) => ({ loss, what: COMPARED_LOSSES[loss]!.title })),
  };
}

function lossesOf(rows: CompareLossesResult["rows"]): string[] {
  return [...new Set(rows.map(({ method }) => method))];
}
