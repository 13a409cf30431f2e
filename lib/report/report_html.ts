import type {
  ReportChart,
  ReportClaim,
  ReportContent,
  ReportSample,
  ReportSection,
} from "./content.ts";
import { formatNumber } from "./format_number.ts";
import { type Html, markup, trusted } from "./html.ts";
import { page, withOwnIds } from "./page.ts";
import { paragraphs, samplesByPrompt } from "./parts.ts";
import { tableMarkup } from "./table_html.ts";

/**
 * The report as one page that needs no other file.
 *
 * @param pictures The charts as SVG, by name.
 */
export function reportHtml(
  content: ReportContent,
  pictures: ReadonlyMap<string, string>,
): string {
  const { title, lead, claims, sections, samples = [], facts } = content;
  return page(
    { title, lead },
    markup`${claims.length > 0 ? claimsPart(claims) : undefined}
${sections.map((section) => sectionPart(section, pictures))}
${samples.length > 0 ? samplesPart(samples) : undefined}
<section>
<h2>How it was run</h2>
<dl class="facts">
${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
</section>
<footer>Every measurement stands in <a href="rows.csv">rows.csv</a>, every claim in
<a href="claims.json">claims.json</a>, every chart in <a href="charts/">charts</a>, as a picture and as a Vega-Lite
specification.</footer>
`,
  );
}

function claimsPart(claims: readonly ReportClaim[]): Html {
  return markup`<section>
<h2>What the run says</h2>
<ul class="claims">
${claims.map(claimItem)}</ul>
</section>`;
}

function claimItem({ id, claim, verdict, evidence }: ReportClaim): Html {
  return markup`<li class="${verdict.replaceAll(" ", "-")}" data-claim="${id}">
<p>${claim}</p>
<p class="verdict">${capital(verdict)}</p>
<p class="evidence">${evidence}</p>
</li>
`;
}

function sectionPart(
  { title, text, chart, table }: ReportSection,
  pictures: ReadonlyMap<string, string>,
): Html {
  return markup`<section>
<h2>${title}</h2>
${paragraphs(text).map((paragraph) => markup`<p>${paragraph}</p>\n`)}${
    chart && figure(chart, pictures.get(chart.name)!)
  }${table && markup`<div class="table">${tableMarkup(table)}</div>\n`}</section>
`;
}

function figure({ name, caption }: ReportChart, picture: string): Html {
  return markup`<figure id="chart-${name}">
<div>${trusted(withOwnIds(picture, name))}</div>
<figcaption>${caption}</figcaption>
</figure>
`;
}

function samplesPart(samples: readonly ReportSample[]): Html {
  return markup`<section>
<h2>Samples</h2>
${
    samplesByPrompt(samples).map(([prompt, texts]) =>
      markup`<div class="sample">
<p class="prompt">${prompt}</p>
<dl>
${texts.map(sampleItem)}</dl>
</div>
`
    )
  }</section>`;
}

function sampleItem({ method, text, reward }: ReportSample): Html {
  return markup`<dt>${method} <span>reward ${formatNumber(reward)}</span></dt>
<dd>${text}</dd>
`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
