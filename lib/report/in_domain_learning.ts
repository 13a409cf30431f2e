/** Sections on how the methods learnt: regret, the chase, gradients. */
import type { InDomainResult } from "../experiments/mod.ts";
import type { ReportSection } from "./content.ts";
import { gradientChart } from "./gradient_chart.ts";
import { ran } from "./in_domain_result.ts";
import { marginsChart } from "./margins_chart.ts";
import { regretChart } from "./regret_chart.ts";

/** What each of them says of the methods that ran. */
export function learningSections(result: InDomainResult): ReportSection[] {
  const { rows, best } = result;
  const chased = ran(result, "ofs-dpo");
  const hindsight = [...new Set(Object.values(best))].join(", ");
  return [
    {
      title: "Regret",
      text:
        `f_t is taken on round t before update t. The comparator is the best fixed adapter in hindsight among the last ones of all runs, two fits to the whole stream at once, and the reference; it was: ${hindsight}. There may be a better one: this is a lower bound. All methods are held against the same comparator, so that differences between them are those of the losses they paid.`,
      chart: {
        name: "regret",
        spec: regretChart(rows),
        caption: "Cumulative loss of what was played beyond that of the best fixed adapter.",
      },
    },
    ...(chased
      ? [{
        title: "The chase",
        text: "F is the module that is served; roles may swap at the end of each window.",
        chart: {
          name: "margins",
          spec: marginsChart(rows),
          caption: "Margins β·h of both modules on each round, before the update.",
        },
      }]
      : []),
    ...(chased || ran(result, "dpo")
      ? [{
        title: "Does the gradient vanish?",
        text:
          "|∂L/∂h| of the module that is served, and of S. Parameter gradients are rescaled by AdamW; this is what drives them.",
        chart: {
          name: "gradient",
          spec: gradientChart(rows),
          caption: "Mean |∂L/∂h| on each round, before the update.",
        },
      }]
      : []),
  ];
}
