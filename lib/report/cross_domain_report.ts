/** The cross-domain experiment as a report. */
import { summarise, type TaskRow } from "../evaluate/mod.ts";
import { CROSS_DOMAIN_METHODS, type CrossDomainResult } from "../experiments/mod.ts";
import type { ExperimentContext, ReportContent, ReportSection } from "./content.ts";
import { diagnosisSection } from "./diagnosis_section.ts";
import { forgettingChart } from "./forgetting_chart.ts";
import { intervalOf } from "./interval_of.ts";
import { matrixChart } from "./matrix_chart.ts";
import { overDomains } from "./over_domains.ts";

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
      methodsSection(result),
      ...matrixSections(result),
      ...rewardSections(result),
      weightsSection(result),
      driftSection(result),
      ...diagnosisSection(overDomains(rows, domains)),
      descriptions(result),
    ].filter((section) => section !== undefined),
  };
}

function methodsSection({ rows }: CrossDomainResult): ReportSection {
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

function matrixSections({ rows, domains }: CrossDomainResult): ReportSection[] {
  const tasks = taskRowsOf(rows, domains, "accuracy").filter(({ method }) =>
    method !== "reference"
  );
  const options = { metric: "accuracy", valueTitle: "Held-out pairs ranked right" };
  return [{
    title: "What each domain did to all of them",
    chart: {
      name: "matrix",
      spec: matrixChart(tasks, options),
      caption: "Held-out pairs ranked right on each domain (columns) after each domain (rows).",
    },
  }, {
    title: "Each domain while the stream goes on",
    chart: {
      name: "forgetting",
      spec: forgettingChart(tasks, options),
      caption: "Held-out pairs ranked right on each domain, over the domains trained on.",
    },
  }];
}

/** Rewards of fresh samples at the end, where domains have prompts. */
function rewardSections({ rows, domains }: CrossDomainResult): ReportSection[] {
  const summary = summarise(rows);
  const metrics = domains.map((domain) => `reward_logit/${domain}`);
  if (!rows.some(({ metric }) => metrics.includes(metric))) return [];
  return [{
    title: "Samples at the end",
    text:
      "Mean reward of one fresh sample a prompt in nats of log-odds, and how far the policy is from the reference there (KL, in nats a text).",
    table: namesOf(rows).map((method) => ({
      method,
      ...Object.fromEntries(domains.flatMap((domain) => [
        [`reward on ${domain}`, intervalOf(summary, method, `reward_logit/${domain}`)],
        [`KL on ${domain}`, intervalOf(summary, method, `kl/${domain}`)],
      ])),
    })),
  }];
}

function weightsSection({ rows, domains }: CrossDomainResult): ReportSection | undefined {
  const summary = summarise(rows);
  const combined = namesOf(rows).filter((name) =>
    rows.some(({ method, metric }) => method === name && metric.startsWith("weight/"))
  );
  if (combined.length === 0) return undefined;
  return {
    title: "Weights at the end",
    text: "λ of each domain's module in the combination that is served after the last domain.",
    table: combined.map((method) => ({
      method,
      ...Object.fromEntries(
        domains.map((domain) => [domain, intervalOf(summary, method, `weight/${domain}`)]),
      ),
    })),
  };
}

/** Regret on domains whose wishes change while their stream goes by. */
function driftSection({ rows, domains }: CrossDomainResult): ReportSection | undefined {
  const summary = summarise(rows);
  const drifting = domains.filter((domain) =>
    rows.some(({ metric }) => metric === `dynamic_regret/${domain}`)
  );
  if (drifting.length === 0) return undefined;
  const methods = namesOf(rows).filter((name) =>
    rows.some(({ method, metric }) => method === name && metric.startsWith("dynamic_regret/"))
  );
  return {
    title: "Regret where wishes drift",
    text:
      "What the module of a drifting domain paid while it learnt, in nats a round, above two comparators: one module fitted to the whole stream (or the reference, where that pays less), and one that moves, fitted to each quarter of the stream by itself. Comparators have seen the pairs that they are judged by; better ones may exist, so that both are lower bounds.",
    table: methods.map((method) => ({
      "modules of": method,
      ...Object.fromEntries(drifting.flatMap((domain) => [
        [`static regret on ${domain}`, intervalOf(summary, method, `static_regret/${domain}`)],
        [`dynamic regret on ${domain}`, intervalOf(summary, method, `dynamic_regret/${domain}`)],
      ])),
    })),
  };
}

function descriptions({ rows }: CrossDomainResult): ReportSection {
  return {
    title: "What the methods are",
    table: namesOf(rows).filter((name) => name !== "reference").map((method) => {
      const { title, group } = CROSS_DOMAIN_METHODS[method]!;
      return { method, what: title, group };
    }),
  };
}

/** Rows of `metric/DOMAIN` as rows of the task × time matrix. */
function taskRowsOf(
  rows: CrossDomainResult["rows"],
  domains: readonly string[],
  metric: string,
): TaskRow[] {
  return rows.flatMap((row) => {
    const [name, on] = row.metric.split("/");
    if (name !== metric || on === undefined) return [];
    const after = row.step === 0 ? null : domains[row.step - 1]!;
    return [{ ...row, metric, after, on }];
  });
}

function namesOf(rows: CrossDomainResult["rows"]): string[] {
  return [...new Set(rows.map(({ method }) => method))];
}
