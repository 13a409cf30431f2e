/** The regret experiment as a report. */
import { ONLINE_REGRET_METHODS, type OnlineRegretResult } from "../experiments/mod.ts";
import type { ExperimentContext, ReportContent, ReportSection } from "./content.ts";
import { boundSections } from "./regret_bounds.ts";
import { methodSections } from "./regret_methods.ts";
import { distinct, partOf } from "./regret_part.ts";
import { watchedSections } from "./regret_watched.ts";

/** The report of {@linkcode OnlineRegretResult}: every figure in it is of that run. */
export function regretReport(
  { rows, claims }: OnlineRegretResult,
  context: ExperimentContext,
): ReportContent {
  return {
    ...context,
    claims,
    rows,
    sections: [
      ...methodSections(rows),
      ...boundSections(rows),
      ...watchedSections(rows),
      descriptions(rows),
    ],
  };
}

function descriptions(rows: OnlineRegretResult["rows"]): ReportSection {
  return {
    title: "What the methods are",
    table: distinct(partOf(rows, "noise"), "method").map((method) => {
      const { title, group } = ONLINE_REGRET_METHODS[method]!;
      return { method, what: title, group };
    }),
  };
}
