/**
 * Room `report`.
 *
 * Takes rows. Gives tables, charts, notebook displays, a report's folder. May write files. Computes means over seeds only.
 *
 * @module
 */
export type { Table } from "../base/table.ts";
export { chart } from "./chart.ts";
export type { Emphasis, RoleOptions, Spread } from "./chart_options.ts";
export type { ChartSpec, Json } from "./chart_spec.ts";
export { chartSvg } from "./chart_svg.ts";
export type * from "./content.ts";
export type { Displayable, MimeBundle } from "./display.ts";
export { formatInterval } from "./format_interval.ts";
export { formatNumber, type NumberOptions } from "./format_number.ts";
export { frontier } from "./frontier.ts";
export { gradientChart } from "./gradient_chart.ts";
export { type InDomainContext, inDomainReport } from "./in_domain_report.ts";
export { lossChart } from "./loss_chart.ts";
export { marginsChart } from "./margins_chart.ts";
export { type MethodRow, methodsChart, type MethodsChartOptions } from "./methods_chart.ts";
export { regretChart } from "./regret_chart.ts";
export { report } from "./report.ts";
export { rewardByUpdate } from "./reward_by_update.ts";
export { show } from "./show.ts";
export { table } from "./table.ts";
export { tableCsv } from "./table_csv.ts";
export { tableHtml, type TableOptions } from "./table_html.ts";
export { tableMarkdown } from "./table_markdown.ts";
