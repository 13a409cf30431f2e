import type { Table } from "../base/table.ts";
import { formatColumn } from "./format_column.ts";
import { type Html, markup } from "./html.ts";
import { asTable } from "./table.ts";

/** Options for {@linkcode tableHtml} and {@linkcode tableMarkdown}. */
export interface TableOptions {
  /** Rows that are shown at most; how many are left out is said below. @default {100} */
  readonly limit?: number;
}

/**
 * A table as HTML, for readers: numbers rounded and flush right, text escaped.
 *
 * @example
 * ```ts
 * import { tableHtml } from "@fastslow/fastslow/report";
 * import { match } from "node:assert/strict";
 *
 * match(tableHtml([{ text: "a<br />b", reward: 0.71234 }]), /a&lt;br \/&gt;b.*0\.712/s);
 * ```
 */
export function tableHtml(rows: Table | readonly object[], options: TableOptions = {}): string {
  return tableMarkup(rows, options).html;
}

/** {@linkcode tableHtml} as a part of other HTML. */
export function tableMarkup(
  rows: Table | readonly object[],
  { limit = 100 }: TableOptions = {},
): Html {
  const { names, columns, shown, left } = formatted(rows, limit);
  const sides = columns.map(({ numeric }) => `text-align: ${numeric ? "right" : "left"}`);
  const heads = names.map((name, i) => markup`<th scope="col" style="${sides[i]}">${name}</th>`);
  const lines = Array.from({ length: shown }, (_, row) => {
    const cells = columns.map(({ cells }, i) => markup`<td style="${sides[i]}">${cells[row]}</td>`);
    return markup`<tr>${cells}</tr>\n`;
  });
  const rest = left > 0 ? markup`\n<p>… and ${left} more rows</p>` : undefined;
  return markup`<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines}</tbody>
</table>${rest}`;
}

/** The first rows of a table, column by column, formatted. */
export function formatted(rows: Table | readonly object[], limit: number) {
  const table = asTable(rows);
  const names = table.columnNames();
  const shown = Math.min(limit, table.numRows());
  const columns = names.map((name) => formatColumn(Array.from(table.array(name)).slice(0, shown)));
  return { names, columns, shown, left: table.numRows() - shown };
}
