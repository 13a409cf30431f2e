import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { regretChart, report, type ReportContent, rewardByUpdate } from "../../lib/report/mod.ts";
import { makeRows } from "./_rows.ts";

const ROWS = makeRows({ methods: 3, seeds: 2, steps: 6, evaluations: 3 });
const NASTY = "a <br /> | `b` \n# c";

const CONTENT: ReportContent = {
  title: "OFS-DPO < in domain",
  lead: ["First & foremost.", "- not a list"],
  claims: [{
    id: "beats-dpo",
    claim: "OFS-DPO reaches a higher reward than DPO.",
    verdict: "too few seeds",
    evidence: "0.1 [-0.2, 0.4] | 2 seeds",
  }],
  sections: [
    {
      title: "Reward",
      text: ["One.", "Two."],
      chart: { name: "reward", spec: rewardByUpdate(ROWS), caption: "Up is *good*." },
      table: [{ method: "dpo", reward: { mean: 0.7, low: 0.65, high: 0.75 } }],
    },
    {
      title: "Regret",
      chart: { name: "regret", spec: regretChart(ROWS), caption: "Down is good." },
    },
  ],
  samples: [
    { method: "dpo", prompt: "I saw", text: NASTY, reward: 0.1234 },
    { method: "ofs-dpo", prompt: "I saw", text: "</main>", reward: 0.9 },
  ],
  facts: [["pairs a round", 8], ["β", 0.1]],
  rows: ROWS,
};

const FILES = [
  "charts/regret.svg",
  "charts/regret.vl.json",
  "charts/reward.svg",
  "charts/reward.vl.json",
  "claims.json",
  "report.html",
  "report.md",
  "rows.csv",
];

Deno.test("report() writes the whole folder, and the same bytes each time", async () => {
  const [first, second] = [await written(CONTENT), await written(CONTENT)];
  deepEqual(Object.keys(first).sort(), FILES);
  deepEqual(first, second);
  deepEqual(JSON.parse(first["claims.json"]!), CONTENT.claims);
  deepEqual(JSON.parse(first["charts/reward.vl.json"]!), CONTENT.sections[0]!.chart!.spec);
  equal(first["rows.csv"]!.trim().split("\n").length, ROWS.length + 1);
});

Deno.test("report.html needs no other file, and every element in it is closed", async () => {
  const page = (await written(CONTENT))["report.html"]!;
  ok(!/<(?:script|link|img|iframe)\b/.test(page), "something is loaded");
  ok(!/(?:src|href)="(?!rows\.csv"|claims\.json"|charts\/")/.test(page), "something is linked");
  ok(!/@import|url\((?!#)/.test(page), "the style loads something");
  deepEqual(unclosed(page), []);
});

Deno.test("report.html says everything, escaped", async () => {
  const page = (await written(CONTENT))["report.html"]!;
  match(page, /<h1>OFS-DPO &lt; in domain<\/h1>/);
  match(page, /<p>First &amp; foremost\.<\/p>/);
  match(page, /class="too-few-seeds" data-claim="beats-dpo"/);
  match(page, /<td style="text-align: right">0\.700 \[0\.650, 0\.750\]<\/td>/);
  match(page, /<dd>a &lt;br \/&gt; \| `b` \n# c<\/dd>/);
  match(page, /<dt>β<\/dt><dd>0\.1<\/dd>/);
  equal(page.match(/<svg /g)!.length, 2);
  equal(page.match(/I saw/g)!.length, 1);
});

Deno.test("pictures of one page share no id", async () => {
  const page = (await written(CONTENT))["report.html"]!;
  const ids = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
  equal(new Set(ids).size, ids.length);
  for (const [, id] of page.matchAll(/url\(#([^)]+)\)/g)) ok(ids.includes(id!), `no ${id}`);
});

Deno.test("report.md says everything, and no text in it is markup", async () => {
  const text = (await written(CONTENT))["report.md"]!;
  match(text, /^# OFS-DPO &lt; in domain\n\nFirst &amp; foremost\.\n\n\\- not a list\n/);
  match(text, /\| too few seeds \| 0\.1 \[-0\.2, 0\.4\] \\\| 2 seeds \| beats-dpo \|/);
  match(text, /!\[Reward by update\]\(charts\/reward\.svg\)\n\n\*Up is \\\*good\\\*\.\*/);
  match(text, /```text\na <br \/> \| `b` \n# c\n```/);
  // Headings outside of code blocks are ours.
  const headings = text.replace(/```text\n.*?\n```/gs, "").match(/^#+ .*/gm)!;
  deepEqual(headings.map((line) => line.replace(/^#+ /, "")), [
    "OFS-DPO &lt; in domain",
    "What the run says",
    "Reward",
    "Regret",
    "Samples",
    "How it was run",
  ]);
});

Deno.test("a report without claims, samples or sections is a report", async () => {
  const files = await written({ ...CONTENT, claims: [], sections: [], samples: [], rows: [] });
  deepEqual(Object.keys(files).sort(), ["claims.json", "report.html", "report.md", "rows.csv"]);
  ok(!files["report.md"]!.includes("## Samples"));
});

Deno.test("report() writes nothing if a chart has no proper name, or one cannot be drawn", async () => {
  const [reward] = CONTENT.sections;
  const named = (name: string) => ({ ...reward!, chart: { ...reward!.chart!, name } });
  const broken = { ...reward!.chart!.spec, layer: [{ mark: "no-such-mark" }] };
  for (
    const [sections, why] of [
      [[named("../up")], /RangeError: Cannot write the report as a chart's name/],
      [[named("a"), named("a")], /RangeError: .*two charts have the name "a"/],
      [[{ ...reward!, chart: { ...reward!.chart!, spec: broken } }], /SyntaxError/],
    ] as const
  ) {
    const folder = await Deno.makeTempDir();
    await rejects(report(folder, { ...CONTENT, sections }), why);
    deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
    await Deno.remove(folder);
  }
});

/** The files of a report, by name. */
async function written(content: ReportContent): Promise<Record<string, string>> {
  const folder = await Deno.makeTempDir();
  try {
    const names = await report(`${folder}/new`, content);
    const pairs = names.map(async (name) =>
      [name, await Deno.readTextFile(`${folder}/new/${name}`)] as const
    );
    return Object.fromEntries(await Promise.all(pairs));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Elements that are not closed in order. */
function unclosed(page: string): string[] {
  const open: string[] = [];
  for (const [, end, name, empty] of page.matchAll(/<(\/?)([a-z0-9]+)(?:\s[^>]*?)?(\/?)>/gi)) {
    if (empty || name === "meta") continue;
    if (!end) open.push(name!);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}
