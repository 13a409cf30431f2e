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
export * from "./charts.ts";
export type * from "./content.ts";
export type { Displayable, MimeBundle } from "./display.ts";
export { crossDomainReport } from "./cross_domain_report.ts";
export { formatInterval } from "./format_interval.ts";
export { formatNumber, type NumberOptions } from "./format_number.ts";
export { inDomainReport } from "./in_domain_report.ts";
export { onlineReport } from "./online_report.ts";
export { regretReport } from "./regret_report.ts";
export { recommendReport } from "./recommend_report.ts";
export { report } from "./report.ts";
export { show } from "./show.ts";
export { summariesReport } from "./summaries_report.ts";
export { table } from "./table.ts";
export { tableCsv } from "./table_csv.ts";
export { tableHtml, type TableOptions } from "./table_html.ts";
export { tableMarkdown } from "./table_markdown.ts";
