/** The in-domain experiment as a report. */
import { IN_DOMAIN_METHODS, type InDomainResult } from "../experiments/mod.ts";
import type { ReportContent, ReportSample, ReportSection } from "./content.ts";
import { learningSections } from "./in_domain_learning.ts";
import { methodsSection } from "./in_domain_methods.ts";
import { hasMetric, ran } from "./in_domain_result.ts";
import { rewardSections } from "./in_domain_reward.ts";

/** What the report says of the run beside its numbers. */
export interface InDomainContext {
  /** Heading. */
  readonly title: string;
  /** What was done, a few paragraphs. */
  readonly lead: readonly string[];
  /** Settings and circumstances. */
  readonly facts: ReportContent["facts"];
}

/** The report of {@linkcode InDomainResult}: every figure in it is of that run. */
export function inDomainReport(result: InDomainResult, context: InDomainContext): ReportContent {
  const { rows, claims } = result;
  return {
    ...context,
    claims,
    rows,
    sections: [
      methodsSection(result),
      ...(hasMetric(result, "reward") ? rewardSections(result) : []),
      ...learningSections(result),
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

function samplesOf({ last }: InDomainResult): ReportSample[] {
  return Object.entries(last).flatMap(([method, bySeed]) => {
    const [first] = Object.values(bySeed);
    return (first?.texts ?? []).slice(0, 4).map((sample) => ({ method, ...sample }));
  });
}
