import { chartTitle } from "./chart_title.ts";
import type { ReportClaim, ReportContent, ReportSample, ReportSection } from "./content.ts";
import { formatNumber } from "./format_number.ts";
import { markdownBlock, markdownLine, markdownText } from "./markdown.ts";
import { paragraphs, samplesByPrompt } from "./parts.ts";
import { tableMarkdown } from "./table_markdown.ts";

/** The report as Markdown; its pictures are the files in `charts/`. */
export function reportMarkdown(content: ReportContent): string {
  const { title, lead, claims, sections, samples = [], facts } = content;
  const blocks = [
    `# ${markdownText(title)}`,
    ...lead.map(markdownLine),
    ...(claims.length > 0 ? ["## What the run says", claimsTable(claims)] : []),
    ...sections.flatMap(section),
    ...(samples.length > 0
      ? ["## Samples", ...samplesByPrompt(samples).flatMap(sampleBlocks)]
      : []),
    "## How it was run",
    tableMarkdown(facts.map(([name, value]) => ({ setting: name, value: String(value) })), ALL),
    "Every measurement stands in [rows.csv](rows.csv), every claim in [claims.json](claims.json), " +
    "every chart in [charts](charts), as a picture and as a Vega-Lite specification.",
  ];
  return `${blocks.map((block) => block.trim()).join("\n\n")}\n`;
}

const ALL = { limit: Infinity };

function claimsTable(claims: readonly ReportClaim[]): string {
  return tableMarkdown(
    claims.map(({ claim, verdict, evidence, id }) => ({ claim, verdict, evidence, id })),
    ALL,
  );
}

function section({ title, text, chart, table }: ReportSection): string[] {
  return [
    `## ${markdownText(title)}`,
    ...paragraphs(text).map(markdownLine),
    ...(chart
      ? [
        `![${imageText(chartTitle(chart.spec))}](charts/${chart.name}.svg)`,
        `*${markdownText(chart.caption)}*`,
      ]
      : []),
    ...(table ? [tableMarkdown(table)] : []),
  ];
}

function sampleBlocks([prompt, samples]: readonly [string, readonly ReportSample[]]): string[] {
  return [
    "Prompt:",
    markdownBlock(prompt),
    ...samples.flatMap(({ method, text, reward }) => [
      `**${markdownText(method)}**, reward ${formatNumber(reward)}:`,
      markdownBlock(text),
    ]),
  ];
}

/** Text in the place of a picture: there a bracket ends it. */
function imageText(text: string): string {
  return markdownText(text).replace(/\\?[[\]]/g, (bracket) => `\\${bracket.at(-1)}`);
}
