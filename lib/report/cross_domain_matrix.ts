/** What each domain did to all of them, as charts. */
import type { TaskRow } from "../evaluate/mod.ts";
import type { CrossDomainResult } from "../experiments/mod.ts";
import type { ReportSection } from "./content.ts";
import { forgettingChart } from "./forgetting_chart.ts";
import { matrixChart } from "./matrix_chart.ts";

/** The task × time matrix and its columns over time. */
export function matrixSections({ rows, domains }: CrossDomainResult): ReportSection[] {
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
