/** The online experiment as a report. */
import { summarise } from "../evaluate/mod.ts";
import { ONLINE_METHODS, type OnlineResult } from "../experiments/mod.ts";
import type { ExperimentContext, ReportContent, ReportSection } from "./content.ts";
import { diagnosisSection } from "./diagnosis_section.ts";
import { gradientChart } from "./gradient_chart.ts";
import { methodsSection } from "./in_domain_methods.ts";
import { rewardSections } from "./in_domain_reward.ts";
import { samplesOf } from "./in_domain_samples.ts";
import { intervalOf } from "./interval_of.ts";
import { marginsChart } from "./margins_chart.ts";

/** Counts of what was learnt from, with their headings. */
const COUNTS: Readonly<Record<string, string>> = {
  updates: "updates",
  pairs_seen: "pairs learnt from",
  ties_seen: "ties, dropped",
  pairs_dropped: "pairs filtered out",
};

/** Methods that stand out where there are many. */
const EMPHASIS = { emphasis: ["dpo", "online-dpo", "online-ofs-dpo"] };

/** The report of {@linkcode OnlineResult}: every figure in it is of that run. */
export function onlineReport(result: OnlineResult, context: ExperimentContext): ReportContent {
  const { rows, claims } = result;
  return {
    ...context,
    claims,
    rows,
    sections: [
      methodsSection(result),
      countsSection(result),
      ...rewardSections(result, EMPHASIS),
      ...learningSections(result),
      ...diagnosisSection(rows),
      descriptions(result),
    ],
    samples: samplesOf(result),
  };
}

function countsSection({ rows }: OnlineResult): ReportSection {
  const summary = summarise(rows.filter(({ metric }) => Object.hasOwn(COUNTS, metric)));
  return {
    title: "What was learnt from",
    text:
      "All methods see the same prompts in the same order. Offline pairs are of the reference's answers, online ones of as many answers of the policy as it is in that round; the same judge labels both. A tie is two answers of one text, or of one grade where labels have no noise.",
    table: methodsOf(rows).map((method) => ({
      method,
      ...Object.fromEntries(
        Object.entries(COUNTS).map(([metric, heading]) => [
          heading,
          intervalOf(summary, method, metric),
        ]),
      ),
    })),
  };
}

function learningSections({ rows }: OnlineResult): ReportSection[] {
  const has = (metric: string) => (method: string) =>
    rows.some((row) => row.method === method && row.metric === metric);
  const method = ["online-ofs-dpo", "ofs-dpo"].find(has("margin_S"));
  const rival = ["online-dpo", "dpo"].find(has("slope_F"));
  if (method === undefined) return [];
  const roles = { method, ...(rival !== undefined && { rival }) };
  return [{
    title: "The chase",
    text: "F is the module that is served, and that writes the pairs where they are online.",
    chart: {
      name: "margins",
      spec: marginsChart(rows, roles),
      caption: "Margins β·h of both modules on each round, before the update.",
    },
  }, {
    title: "Does the gradient vanish?",
    text:
      "|∂L/∂h| of the module that is served, and of S. Pairs of the policy's own answers are new to it in every round.",
    chart: {
      name: "gradient",
      spec: gradientChart(rows, roles),
      caption: "Mean |∂L/∂h| on each round, before the update.",
    },
  }];
}

function descriptions({ rows }: OnlineResult): ReportSection {
  return {
    title: "What the methods are",
    text:
      "Settings are those that were tuned offline, on the in-domain experiment's stream: that favours the offline methods.",
    table: methodsOf(rows).map((method) => {
      const { title, settingsOf } = ONLINE_METHODS[method]!;
      return { method, what: title, "settings tuned for": settingsOf };
    }),
  };
}

function methodsOf(rows: OnlineResult["rows"]): string[] {
  return Object.keys(ONLINE_METHODS).filter((name) => rows.some(({ method }) => method === name));
}
