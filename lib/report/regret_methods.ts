/** The sections that compare all methods on all kinds of streams. */
import type { MetricRow } from "../base/mod.ts";
import { summarise } from "../evaluate/mod.ts";
import type { ReportSection } from "./content.ts";
import { intervalOf } from "./interval_of.ts";
import { methodsChart } from "./methods_chart.ts";
import { distinct, partOf } from "./regret_part.ts";

/** Methods that stand out among many. */
const EMPHASIS = ["dpo", "ofs-a0.1-k10"];

const MEANING =
  "Means over seeds with 95 % t-intervals. Ranked right: held-out pairs at the end of the stream, labelled without noise; ties count half. Loss: of what was played, before it learned from each round. Regret: against the exact best point of length ≤ 10 in hindsight. Labels are separable, or drawn by Bradley and Terry's law.";
const CHANGING =
  "Labels are drawn by Bradley and Terry's law; the truth jumps to an unrelated one half-way (change), or goes there evenly (drift). Dynamic regret is against the best points of the two halves, or of six blocks.";
const MODULES =
  "The chase, by its weight α and the rounds k after which roles may swap. α = 0 is two DPO modules of different rates of which the one that paid less is played: what the chase adds is the difference to it. Better of both: the smaller loss of the two in each round, which nobody can play.";

/** Metrics of the tables, with their headings. */
const STEADY: Columns = {
  "noise/accuracy": "noise: ranked right",
  "noise/loss": "noise: loss played (nats)",
  "noise/regret": "noise: regret (nats)",
  "noise/norm_F": "noise: ‖θ‖ at the end",
  "separable/accuracy": "separable: ranked right",
  "separable/loss": "separable: loss played (nats)",
};
const MOVING: Columns = {
  "change/accuracy": "change: ranked right, new truth",
  "change/accuracy_before": "change: ranked right, old truth",
  "change/loss": "change: loss played (nats)",
  "change/dynamic_regret": "change: dynamic regret (nats)",
  "drift/accuracy": "drift: ranked right, at the end",
  "drift/loss": "drift: loss played (nats)",
  "drift/dynamic_regret": "drift: dynamic regret (nats)",
};
const CHASE: Columns = {
  "noise/loss": "noise: loss of F, played (nats)",
  "noise/loss_S": "loss of S",
  "noise/loss_better": "better of both",
  "noise/norm_F": "‖F‖ at the end",
  "noise/norm_S": "‖S‖ at the end",
  "noise/accuracy": "noise: ranked right",
  "change/accuracy": "change: new truth",
  "change/accuracy_before": "change: old truth",
};

type Columns = Readonly<Record<string, string>>;

/** Every method under noise, on separable labels, after a change, under drift; the chase by α and k. */
export function methodSections(rows: readonly MetricRow[]): ReportSection[] {
  const methods = distinct(partOf(rows, "noise"), "method");
  const chases = methods.filter((name) =>
    rows.some(({ method, metric }) => method === name && metric === "noise/norm_S")
  );
  const summary = summarise(rows);
  const table = (names: readonly string[], columns: Columns) =>
    names.map((method) => ({
      method,
      ...Object.fromEntries(
        Object.entries(columns).map(([metric, heading]) => [
          heading,
          intervalOf(summary, method, metric),
        ]),
      ),
    }));
  return [
    {
      title: "Methods",
      text: MEANING,
      chart: dots(rows, "accuracy", "Held-out pairs ranked right, noisy labels"),
      table: table(methods, STEADY),
    },
    {
      title: "What they pay under noise",
      chart: dots(rows, "loss", "Mean loss of what was played, noisy labels (nats)"),
    },
    { title: "When the truth moves", text: CHANGING, table: table(methods, MOVING) },
    ...(chases.length === 0
      ? []
      : [{ title: "The chase by α and k", text: MODULES, table: table(chases, CHASE) }]),
  ];
}

function dots(rows: readonly MetricRow[], metric: string, title: string) {
  const own = partOf(rows, "noise").filter((row) => row.metric === metric);
  const points = summarise(own).map((row) => ({
    ...row,
    values: own.filter(({ method }) => method === row.method).map(({ value }) => value),
  }));
  return {
    name: `noise-${metric}`,
    spec: methodsChart(points, title, { emphasis: EMPHASIS }),
    caption: `${title}; one row a method.`,
  };
}
