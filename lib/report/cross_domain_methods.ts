/** What the methods of the cross-domain experiment are worth, and what they are. */
import { summarise } from "../evaluate/mod.ts";
import { CROSS_DOMAIN_METHODS, type CrossDomainResult } from "../experiments/mod.ts";
import type { ReportSection } from "./content.ts";
import { intervalOf } from "./interval_of.ts";

/** Metrics of the table of methods, with their headings. */
const COLUMNS: Readonly<Record<string, string>> = {
  average: "accuracy over all domains at the end",
  forgetting: "forgetting",
  backward_transfer: "backward transfer",
  learnt: "accuracy on a domain just after it",
  newest: "accuracy on the newest domain",
  sfr: "SFR",
};

const MEANING =
  "Accuracy is the share of held-out pairs that are ranked right. Forgetting is the mean, over all domains but the last, of how far the accuracy on a domain fell from the best it ever had (Chaudhry et al., 2018); backward transfer is the mean change on a domain since it was trained on (Lopez-Paz and Ranzato, 2017). Who never learns a domain cannot forget it: read forgetting beside the accuracy that a domain had just after it was learnt. SFR is how far the mean grade of fresh samples on the first domain fell between its own end and that of the last. Means over seeds with 95 % t-intervals.";

/** The table of methods. */
export function crossMethodsSection({ rows }: CrossDomainResult): ReportSection {
  const summary = summarise(rows);
  const methods = namesOf(rows).filter((name) => name !== "reference");
  return {
    title: "Methods",
    text: MEANING,
    table: methods.map((method) => ({
      method,
      ...Object.fromEntries(
        Object.entries(COLUMNS).map(([metric, heading]) => [
          heading,
          intervalOf(summary, method, metric),
        ]),
      ),
    })),
  };
}

/** Each method in a few words. */
export function crossMethodDescriptions({ rows }: CrossDomainResult): ReportSection {
  return {
    title: "What the methods are",
    table: namesOf(rows).filter((name) => name !== "reference").map((method) => {
      const { title, group } = CROSS_DOMAIN_METHODS[method]!;
      return { method, what: title, group };
    }),
  };
}

/** Names of methods, in the order in which they ran. */
export function namesOf(rows: CrossDomainResult["rows"]): string[] {
  return [...new Set(rows.map(({ method }) => method))];
}
