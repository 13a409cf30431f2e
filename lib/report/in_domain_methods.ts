/** The section that compares all methods at the end of the stream. */
import { differencesTo, summarise } from "../evaluate/mod.ts";
import type { InDomainResult } from "../experiments/mod.ts";
import type { ReportSection } from "./content.ts";
import { hasMetric, ran } from "./in_domain_result.ts";
import { intervalOf } from "./interval_of.ts";
import { methodsChart } from "./methods_chart.ts";
import { klOverPrompts, rewardOverPrompts } from "./over_prompts.ts";

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

const SEEDS =
  "Means over seeds with 95 % t-intervals, at the end of the stream. Intervals of single methods overlap more than those of differences: all methods of a seed share one stream, so the column of differences to DPO is the one to compare by. A claim against several rivals takes each of their intervals at 1 − 0.05/m (Bonferroni); claims are not corrected for one another.";
const PROMPTS =
  "The columns over prompts resample the prompts within each seed (95 % bootstrap): they tell how far another draw of prompts could move the figure, the t-interval how far another seed could. KL is the mean of log π − log π_ref over one sample a prompt, which is unbiased and may be below 0.";
const JUDGED =
  "Ranking is held against the judge's own order; loss and calibration against the labels, noise included. Rivals of the win rate are the reference's samples for the same prompts, drawn independently; the reference itself is measured by these very samples.";
const LABELLED =
  "Ranking, loss and calibration are held against the labels, noise included: no judge knows the truth.";

/** Every method at the end of the stream, as a chart and a table. */
export function methodsSection(result: Omit<InDomainResult, "best">): ReportSection {
  const { rows, seconds } = result;
  const summary = summarise(rows);
  const differences = ran(result, "dpo") ? differencesTo(rows, "dpo") : [];
  const isJudged = hasMetric(result, "reward");
  const measure = isJudged ? "reward" : "accuracy";
  const shown = Object.entries(COLUMNS).filter(([metric]) =>
    summary.some((row) => row.metric === metric)
  );
  const methods = [...new Set(summary.map(({ method }) => method))];
  return {
    title: "Methods",
    text: isJudged ? [SEEDS, PROMPTS, JUDGED] : [SEEDS, LABELLED],
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
      ...Object.fromEntries(shown.flatMap(([metric, heading]) => [
        [heading, intervalOf(summary, method, metric)],
        ...(isJudged && metric === "kl"
          ? [["KL, over prompts", klOverPrompts(result, method)]]
          : []),
      ])),
      [`${measure} − DPO's`]: intervalOf(differences, method, measure),
      ...(isJudged ? { "the same, over prompts": rewardOverPrompts(result, method) } : {}),
      "seconds, evaluations included": seconds[method] ?? null,
    })),
  };
}
