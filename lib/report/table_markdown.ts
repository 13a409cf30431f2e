import type { Table } from "../base/table.ts";
import { markdownText } from "./markdown.ts";
import { formatted, type TableOptions } from "./table_html.ts";

/**
 * A table as GitHub-flavoured Markdown, for readers: numbers rounded and flush right, text escaped.
 *
 * @example
 * ```ts
 * import { tableMarkdown } from "@fastslow/fastslow/report";
 * import { equal } from "node:assert/strict";
 *
 * equal(
 *   tableMarkdown([{ text: "a|b", reward: 0.71234 }]),
 *   "| text | reward |\n| :--- | -----: |\n| a\\|b | 0.712 |\n",
 * );
 * ```
 */
export function tableMarkdown(
  rows: Table | readonly object[],
  { limit = 100 }: TableOptions = {},
): string {
  const { names, columns, shown, left } = formatted(rows, limit);
  if (names.length === 0) return "";
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const body = Array.from(
    { length: shown },
    (_, row) => line(columns.map(({ cells }) => markdownText(cells[row]!))),
  );
  return line(names.map(markdownText)) +
    line(columns.map(({ numeric }) => numeric ? "-----:" : ":---")) + body.join("") +
    (left > 0 ? `\n… and ${left} more rows\n` : "");
}
