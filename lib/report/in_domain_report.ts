/** The in-domain experiment as a report. */
import { IN_DOMAIN_METHODS, type InDomainResult } from "../experiments/mod.ts";
import type { ExperimentContext, ReportContent, ReportSection } from "./content.ts";
import { diagnosisSection } from "./diagnosis_section.ts";
import { learningSections } from "./in_domain_learning.ts";
import { methodsSection } from "./in_domain_methods.ts";
import { hasMetric, ran } from "./in_domain_result.ts";
import { rewardSections } from "./in_domain_reward.ts";
import { samplesOf } from "./in_domain_samples.ts";

/** The report of {@linkcode InDomainResult}: every figure in it is of that run. */
export function inDomainReport(result: InDomainResult, context: ExperimentContext): ReportContent {
  const { rows, claims } = result;
  return {
    ...context,
    claims,
    rows,
    sections: [
      methodsSection(result),
      ...(hasMetric(result, "reward") ? rewardSections(result) : []),
      ...learningSections(result),
      ...diagnosisSection(rows),
      descriptions(result),
    ],
    samples: samplesOf(result),
  };
}

function descriptions(result: InDomainResult): ReportSection {
  const names = Object.keys(IN_DOMAIN_METHODS).filter((name) => ran(result, name));
  return {
    title: "What the methods are",
    text:
      "Tuned methods had the same number of trials. Ablations, and DPO at OFS-DPO's rate, take the settings that were tuned for OFS-DPO: that favours it over them.",
    table: names.map((method) => {
      const { title, group, settingsOf } = IN_DOMAIN_METHODS[method]!;
      return { method, what: title, group, "settings tuned for": settingsOf };
    }),
  };
}
