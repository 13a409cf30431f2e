/** Sections on reward, and on what it costs. */
import type { InDomainResult } from "../experiments/mod.ts";
import type { Emphasis } from "./chart_options.ts";
import type { ReportSection } from "./content.ts";
import { frontier } from "./frontier.ts";
import { rewardByUpdate } from "./reward_by_update.ts";

/** Reward by update and against KL, where a judge knows the reward. */
export function rewardSections(
  { rows }: Pick<InDomainResult, "rows">,
  emphasis: Emphasis = {},
): ReportSection[] {
  return [
    {
      title: "Reward by update",
      chart: {
        name: "reward",
        spec: rewardByUpdate(rows, emphasis),
        caption: "Mean P(positive) of fresh samples; all methods start as the reference.",
      },
    },
    {
      title: "What reward costs",
      text:
        "A policy that gains reward by leaving the reference far behind has gained little: higher and further left is better.",
      chart: {
        name: "frontier",
        spec: frontier(rows, emphasis),
        caption: "Reward against KL, a path a method from the reference on.",
      },
    },
  ];
}
