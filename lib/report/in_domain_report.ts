/** The in-domain experiment as a report. */
import { type Interval, key } from "../base/mod.ts";
import {
  clusteredInterval,
  type DifferenceRow,
  differencesTo,
  summarise,
  type SummaryRow,
} from "../evaluate/mod.ts";
import { IN_DOMAIN_METHODS, type InDomainResult } from "../experiments/mod.ts";
import type { ReportContent, ReportSample, ReportSection } from "./content.ts";
import { frontier } from "./frontier.ts";
import { gradientChart } from "./gradient_chart.ts";
import { marginsChart } from "./margins_chart.ts";
import { methodsChart } from "./methods_chart.ts";
import { regretChart } from "./regret_chart.ts";
import { rewardByUpdate } from "./reward_by_update.ts";

/** What the report says of the run beside its numbers. */
export interface InDomainContext {
  /** Heading. */
  readonly title: string;
  /** What was done, a few paragraphs. */
  readonly lead: readonly string[];
  /** Settings and circumstances. */
  readonly facts: ReportContent["facts"];
}

/** Metrics of the table of methods, with their headings. */
const COLUMNS: Readonly<Record<string, string>> = {
  reward: "reward, P(positive)",
  win_rate: "win rate against the reference",
  kl: "KL to the reference (nats a text)",
  objective: "log-odds − β·KL",
  accuracy: "held-out pairs ranked right",
  heldout_loss: "held-out loss (nats)",
  ece: "calibration error",
  regret: "regret (nats)",
};

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

function methodsSection(result: InDomainResult): ReportSection {
  const { rows, seconds } = result;
  const summary = summarise(rows);
  const differences = ran(rows, "dpo") ? differencesTo(rows, "dpo") : [];
  const measure = summary.some(({ metric }) => metric === "reward") ? "reward" : "accuracy";
  const shown = Object.entries(COLUMNS).filter(([metric]) =>
    summary.some((row) => row.metric === metric)
  );
  const methods = [...new Set(summary.map(({ method }) => method))];
  return {
    title: "Methods",
    text: [
      "Means over seeds with 95 % t-intervals, at the end of the stream. Intervals of single methods overlap more than those of differences: all methods of a seed share one stream, so the column of differences to DPO is the one to compare by.",
      "The column over prompts resamples the prompts within each seed (bootstrap): it tells how far another draw of prompts could move the figure, the t-interval how far another seed could.",
      "Ranking is held against the judge's own order; loss and calibration against the labels, noise included. Rivals of the win rate are samples of the reference for the same prompts, drawn independently.",
    ],
    chart: {
      name: "methods",
      spec: methodsChart(
        summary.filter(({ metric }) => metric === measure).map((row) => ({
          ...row,
          values: rows.filter(({ method, metric, step }) =>
            method === row.method && metric === measure && step === row.step
          ).map(({ value }) => value),
        })),
        COLUMNS[measure]!,
      ),
      caption: `Every method at the end of the stream: ${COLUMNS[measure]}.`,
    },
    table: methods.map((method) => ({
      method,
      ...Object.fromEntries(shown.map(([metric, heading]) => [
        heading,
        intervalOf(summary, method, metric),
      ])),
      [`${measure} − DPO's`]: intervalOf(differences, method, measure),
      ...(measure === "reward" ? { "the same, over prompts": overPrompts(result, method) } : {}),
      "seconds, evaluations included": seconds[method] ?? null,
    })),
  };
}

function rewardSections({ rows }: InDomainResult): ReportSection[] {
  return [
    {
      title: "Reward by update",
      chart: {
        name: "reward",
        spec: rewardByUpdate(rows),
        caption: "Mean P(positive) of fresh samples; all methods start as the reference.",
      },
    },
    {
      title: "What reward costs",
      text:
        "A policy that gains reward by leaving the reference far behind has gained little: higher and further left is better.",
      chart: {
        name: "frontier",
        spec: frontier(rows),
        caption: "Reward against KL, a path a method from the reference on.",
      },
    },
  ];
}

function learningSections(result: InDomainResult): ReportSection[] {
  const { rows, best } = result;
  const chased = ran(rows, "ofs-dpo");
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
    ...(chased || ran(rows, "dpo")
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

function descriptions({ rows }: InDomainResult): ReportSection {
  const names = Object.keys(IN_DOMAIN_METHODS).filter((name) => ran(rows, name));
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

/** Difference of rewards to DPO, prompt by prompt; prompts resampled within each seed. */
function overPrompts({ last }: InDomainResult, method: string): Interval | null {
  const [own, rival] = [last[method] ?? {}, last.dpo ?? {}];
  if (method === "dpo" || method === "reference") return null;
  const seeds = Object.keys(own).map(Number).filter((seed) => rival[seed]);
  if (seeds.length === 0) return null;
  const differences = seeds.map((seed) =>
    own[seed]!.rewards.map((reward, prompt) => reward - rival[seed]!.rewards[prompt]!)
  );
  const { mean, low, high } = clusteredInterval(differences, { key: key(0) });
  return { mean, low, high };
}

function samplesOf({ last }: InDomainResult): ReportSample[] {
  return Object.entries(last).flatMap(([method, bySeed]) => {
    const [first] = Object.values(bySeed);
    return (first?.texts ?? []).slice(0, 4).map((sample) => ({ method, ...sample }));
  });
}

function intervalOf(
  rows: readonly (SummaryRow | DifferenceRow)[],
  method: string,
  metric: string,
): Interval | null {
  const found = rows.find((row) => row.method === method && row.metric === metric);
  return found ? { mean: found.mean, low: found.low, high: found.high } : null;
}

function ran(rows: InDomainResult["rows"], method: string): boolean {
  return rows.some((row) => row.method === method);
}

function hasMetric({ rows }: InDomainResult, metric: string): boolean {
  return rows.some((row) => row.metric === metric);
}
