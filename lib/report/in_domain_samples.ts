import type { InDomainResult } from "../experiments/mod.ts";
import type { ReportSample } from "./content.ts";

/** Texts that each method wrote on its first seed. */
export function samplesOf({ last }: Pick<InDomainResult, "last">): ReportSample[] {
  return Object.entries(last).flatMap(([method, bySeed]) => {
    const [first] = Object.values(bySeed);
    return (first?.texts ?? []).slice(0, 4).map((sample) => ({ method, ...sample }));
  });
}
