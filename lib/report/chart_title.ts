import type { ChartSpec } from "./chart_spec.ts";

/** The title of a chart; "Chart" where it has none. */
export function chartTitle({ title }: ChartSpec): string {
  const text = title !== null && typeof title === "object" && "text" in title ? title.text : title;
  return typeof text === "string" ? text : "Chart";
}
