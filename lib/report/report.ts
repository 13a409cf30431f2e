import { join } from "node:path";
import { writeFile } from "../train/mod.ts";
import { chartSvg } from "./chart_svg.ts";
import type { ReportChart, ReportContent } from "./content.ts";
import { reportHtml } from "./report_html.ts";
import { reportMarkdown } from "./report_markdown.ts";
import { metricsCsv } from "./table_csv.ts";

/**
 * Writes the report of an experiment. Each file is whole or absent; the page comes last, so that where it stands, the
 * rest does too. The same content gives the same bytes.
 *
 * @param folder Where to; made if it is not there. Files of an earlier report are overwritten, others are left alone.
 * @param content What the report says.
 * @returns Names of the files, relative to the folder: `charts/NAME.svg`, `charts/NAME.vl.json`, `rows.csv`,
 * `claims.json`, `report.md` and `report.html`, one self-contained page.
 * @throws {RangeError} If a chart's name is no file name, or two charts share one.
 * @throws {SyntaxError} If a chart's specification cannot be understood; nothing has been written then.
 *
 * @example
 * ```ts
 * import { report } from "@fastslow/fastslow/report";
 * import { equal, match } from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * const rows = [{ method: "dpo", seed: 0, step: 20, metric: "reward", value: 0.7 }];
 * await report(folder, { title: "A < B", lead: [], claims: [], sections: [], facts: [["pairs", 80]], rows });
 *
 * match(await Deno.readTextFile(`${folder}/report.html`), /<h1>A &lt; B<\/h1>/);
 * equal(await Deno.readTextFile(`${folder}/rows.csv`), "method,seed,step,metric,value\ndpo,0,20,reward,0.7\n");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function report(folder: string, content: ReportContent): Promise<readonly string[]> {
  const charts = content.sections.flatMap(({ chart }) => chart ?? []);
  requireNames(charts);
  const pictures = new Map<string, string>();
  for (const { name, spec } of charts) pictures.set(name, await chartSvg(spec));
  const files: (readonly [string, string])[] = [
    ...charts.flatMap(({ name, spec }) => [
      [`charts/${name}.svg`, pictures.get(name)!] as const,
      [`charts/${name}.vl.json`, `${JSON.stringify(spec)}\n`] as const,
    ]),
    ["rows.csv", metricsCsv(content.rows)],
    ["claims.json", `${JSON.stringify(content.claims, null, 2)}\n`],
    ["report.md", reportMarkdown(content)],
    ["report.html", reportHtml(content, pictures)],
  ];
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  return files.map(([name]) => name);
}

function requireNames(charts: readonly ReportChart[]) {
  const seen = new Set<string>();
  for (const { name } of charts) {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
      throw new RangeError(
        `Cannot write the report as a chart's name must be lower-case letters, digits and hyphens: current value is "${name}"`,
      );
    }
    if (seen.has(name)) {
      throw new RangeError(`Cannot write the report as two charts have the name "${name}"`);
    }
    seen.add(name);
  }
}
