/** Writes a bench as Markdown and as one page, with its charts beside them. */
import { join } from "node:path";
import { type ChartSpec, chartSvg, tableMarkdown } from "../../lib/report/mod.ts";
import { markup, trusted } from "../../lib/report/html.ts";
import { markdownLine, markdownText } from "../../lib/report/markdown.ts";
import { page, withOwnIds } from "../../lib/report/page.ts";
import { tableMarkup } from "../../lib/report/table_html.ts";
import { writeFile } from "../../lib/train/mod.ts";

/** A part of the page. */
export interface Section {
  readonly title: string;
  readonly text: readonly string[];
  readonly tables: readonly (readonly object[])[];
  /** Charts by the name of their files. */
  readonly charts: Readonly<Record<string, ChartSpec>>;
}

/** The page. */
export interface Page {
  readonly title: string;
  readonly lead: readonly string[];
  readonly sections: readonly Section[];
}

/** Writes `bench.md`, `bench.html` and `charts/`; the page comes last. */
export async function writePage(folder: string, page: Page): Promise<void> {
  const pictures = new Map<string, string>();
  for (const [name, spec] of page.sections.flatMap(({ charts }) => Object.entries(charts))) {
    pictures.set(name, await chartSvg(spec));
    await writeFile(join(folder, "charts", `${name}.svg`), pictures.get(name)!);
    await writeFile(join(folder, "charts", `${name}.vl.json`), `${JSON.stringify(spec)}\n`);
  }
  await writeFile(join(folder, "bench.md"), pageMarkdown(page));
  await writeFile(join(folder, "bench.html"), pageHtml(page, pictures));
}

/** The page as Markdown; its pictures are the files in `charts/`. */
export function pageMarkdown({ title, lead, sections }: Page): string {
  const blocks = [
    `# ${markdownText(title)}`,
    ...lead.map(markdownLine),
    ...sections.flatMap(({ title, text, tables, charts }) => [
      `## ${markdownText(title)}`,
      ...text.map(markdownLine),
      ...tables.map((table) => tableMarkdown(table)),
      ...Object.entries(charts).map(([name, { description }]) =>
        `![${markdownText(description)}](charts/${name}.svg)`
      ),
    ]),
  ];
  return `${blocks.map((block) => block.trim()).join("\n\n")}\n`;
}

/** The page as HTML that needs no other file. */
function pageHtml(
  { title, lead, sections }: Page,
  pictures: ReadonlyMap<string, string>,
): string {
  return page(
    { title, lead },
    markup`${
      sections.map((section) =>
        markup`<section>
<h2>${section.title}</h2>
${section.text.map((text) => markup`<p>${text}</p>\n`)}${
          section.tables.map((table) => markup`<div class="table">${tableMarkup(table)}</div>\n`)
        }${
          Object.keys(section.charts).map((name) =>
            markup`<figure><div>${trusted(withOwnIds(pictures.get(name)!, name))}</div></figure>\n`
          )
        }</section>
`
      )
    }`,
  );
}
