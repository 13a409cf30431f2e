/** The cross-domain experiment as a report. */
import type { CrossDomainResult } from "../experiments/mod.ts";
import type { ExperimentContext, ReportContent } from "./content.ts";
import { crossMethodDescriptions, crossMethodsSection } from "./cross_domain_methods.ts";
import { driftSection, rewardSections, weightsSection } from "./cross_domain_numbers.ts";
import { matrixSections } from "./cross_domain_matrix.ts";
import { diagnosisSection } from "./diagnosis_section.ts";
import { overDomains } from "./over_domains.ts";

/** The report of {@linkcode CrossDomainResult}: every figure in it is of that run. */
export function crossDomainReport(
  result: CrossDomainResult,
  context: ExperimentContext,
): ReportContent {
  const { rows, claims, domains } = result;
  return {
    ...context,
    claims,
    rows,
    sections: [
      crossMethodsSection(result),
      ...matrixSections(result),
      ...rewardSections(result),
      weightsSection(result),
      driftSection(result),
      ...diagnosisSection(overDomains(rows, domains)),
      crossMethodDescriptions(result),
    ].filter((section) => section !== undefined),
  };
}
