/** Every chart, drawn from made-up rows. */
import { meanInterval } from "../../lib/evaluate/mod.ts";
import type { MetricRow } from "../../lib/base/mod.ts";
import {
  type ChartSpec,
  frontier,
  gradientChart,
  lossChart,
  marginsChart,
  type MethodRow,
  methodsChart,
  regretChart,
  rewardByUpdate,
} from "../../lib/report/mod.ts";
import { makeRows, METHODS } from "./_rows.ts";

/** Title of the number that {@linkcode methodRows} gives. */
export const VALUE_TITLE = "Mean reward after the last update: P(positive), 0 to 1";

/** Rows of experiments large and small. */
export const WORLDS: Readonly<Record<string, readonly MetricRow[]>> = {
  "3 methods, 2 seeds": makeRows({ methods: 3, seeds: 2, steps: 40, evaluations: 3 }),
  "14 methods, 5 seeds": makeRows(),
  "3 methods, 1 seed, 8 updates": makeRows({ methods: 3, seeds: 1, steps: 8, evaluations: 2 }),
};

/** Every chart of these rows, by name. */
export function charts(rows: readonly MetricRow[]): Record<string, ChartSpec> {
  return {
    reward: rewardByUpdate(rows),
    loss: lossChart(rows),
    regret: regretChart(rows),
    frontier: frontier(rows),
    margins: marginsChart(rows),
    gradient: gradientChart(rows),
    methods: methodsChart(methodRows(rows), VALUE_TITLE),
  };
}

/** Axis titles of each chart. */
export const AXES: Readonly<Record<string, readonly string[]>> = {
  reward: ["Updates done", "Mean reward: P(positive), 0 to 1"],
  loss: ["Updates done", "Loss f_t (nats)"],
  regret: ["Updates done", "Cumulative regret (nats)"],
  frontier: ["KL to the reference (nats per text)", "Mean reward: P(positive), 0 to 1"],
  margins: ["Updates done", "Margin β·h (nats)", "Seed"],
  gradient: ["Updates done", "Mean |∂L/∂h|, no unit (log scale)"],
  methods: [VALUE_TITLE],
};

/** What each chart names: methods, or the roles of one of them. */
export function namesOn(chart: string, rows: readonly MetricRow[]): readonly string[] {
  const roles = ["ofs-dpo: F", "ofs-dpo: S", "dpo"];
  if (chart === "margins") return roles;
  if (chart === "gradient") return [...roles, "αβ/2"];
  const ran = METHODS.filter((method) => rows.some((row) => row.method === method));
  return ["loss", "regret"].includes(chart) ? ran.filter((method) => method !== "reference") : ran;
}

/** The last reward of each method, with t-intervals. */
export function methodRows(rows: readonly MetricRow[]): MethodRow[] {
  return [...Map.groupBy(rows, ({ method }) => method)].map(([method, mine]) => {
    const rewards = mine.filter(({ metric }) => metric === "reward");
    const last = Math.max(...rewards.map(({ step }) => step));
    const values = rewards.filter(({ step }) => step === last).map(({ value }) => value);
    return { method, values, ...meanInterval(values) };
  });
}
