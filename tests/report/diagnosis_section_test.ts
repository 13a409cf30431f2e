import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import type { Interval, MetricRow } from "../../lib/base/mod.ts";
import { type MarginMeasures, marginMeasures } from "../../lib/evaluate/mod.ts";
import { crossDomainReport, inDomainReport } from "../../lib/report/mod.ts";
import { diagnosisSection } from "../../lib/report/diagnosis_section.ts";
import { overDomains } from "../../lib/report/over_domains.ts";

/** Measures of a policy whose chosen answers change by `chosen` and whose rejected ones by `rejected`. */
function measures(chosen: number, rejected: number): MarginMeasures {
  const count = 40;
  const spread = (by: number) => Array.from({ length: count }, (_, i) => by * (0.9 + i % 3 / 10));
  const zeros = Array(count).fill(0);
  return marginMeasures(
    { chosen: spread(chosen), rejected: spread(rejected) },
    { chosen: zeros, rejected: zeros },
  );
}

function rowsOf(method: string, found: MarginMeasures, suffix = "", step = 8): MetricRow[] {
  return [0, 1, 2].flatMap((seed) =>
    Object.entries(found).map(([metric, value]) => ({
      method,
      seed,
      step,
      metric: metric + suffix,
      value,
    }))
  );
}

const rows = [
  ...rowsOf("reference", measures(0, 0)),
  ...rowsOf("dpo", measures(-4, -16)),
  ...rowsOf("rpo", measures(3, -8)),
  ...rowsOf("ofs-dpo", measures(-6, -18)),
  { method: "dpo", seed: 0, step: 8, metric: "reward", value: 0.7 },
];

Deno.test("diagnosisSection() tabulates every method but the reference, and names who shows a finding", () => {
  const [section] = diagnosisSection(rows);
  const table = section!.table as Record<string, unknown>[];
  deepEqual(table.map(({ method }) => method), ["dpo", "rpo", "ofs-dpo"]);
  const cell = table[0]!["chosen, change (nats)"] as Interval;
  equal(cell.mean.toFixed(2), "-3.99");
  const words = (section!.text as string[]).slice(1);
  match(words[0]!, /^Chosen answers become less likely: dpo \(chosen −3.99 nats.*; ofs-dpo \(/);
  match(words[0]!, /Usual cures: .*DPOP/);
  doesNotMatch(words.join(" "), /rpo \(/);
});

Deno.test("diagnosisSection() counts the last step alone, and says when nothing stands out", () => {
  const healed = [...rowsOf("dpo", measures(-4, -16), "", 4), ...rowsOf("dpo", measures(3, -8))];
  const [section] = diagnosisSection(healed);
  deepEqual((section!.text as string[]).slice(1), ["Nothing stands out."]);
});

Deno.test("diagnosisSection() is silent where no margins were measured", () => {
  deepEqual(
    diagnosisSection([{ method: "dpo", seed: 0, step: 1, metric: "toString", value: 1 }]),
    [],
  );
  deepEqual(diagnosisSection(rowsOf("reference", measures(0, 0))), []);
});

Deno.test("overDomains() takes means over the domains, by method, seed and step", () => {
  const at = (metric: string, step: number, value: number) => ({
    method: "dpo",
    seed: 0,
    step,
    metric,
    value,
  });
  const found = overDomains(
    [
      at("margin/a", 1, 2),
      at("margin/b/a", 1, 9),
      at("margin/b", 1, 4),
      at("margin/a", 2, 5),
      at("average", 2, 1),
    ],
    ["a", "b"],
  );
  deepEqual(found, [at("margin", 1, 3), at("margin/b", 1, 9), at("margin", 2, 5)]);
});

Deno.test("the reports in domain and across domains carry the diagnosis where margins were measured", () => {
  const context = { title: "T", lead: ["L"], facts: [] };
  const slopes = [0, 1].flatMap((step) => [
    { method: "dpo", seed: 0, step, metric: "slope_F", value: 0.05 },
    { method: "dpo", seed: 0, step, metric: "regret", value: step },
    { method: "dpo", seed: 0, step: 8 * step, metric: "accuracy", value: 0.5 + step / 4 },
  ]);
  const inside = inDomainReport({
    rows: [...rowsOf("dpo", measures(-4, -16)), ...slopes],
    last: {},
    best: { 0: "dpo" },
    diverged: {},
    claims: [],
    seconds: {},
  }, context);
  const across = crossDomainReport(
    {
      rows: ["a", "b"].flatMap((domain) => [
        ...[0, 1, 2].flatMap((step) => ({
          method: "seq-dpo",
          seed: 0,
          step,
          metric: `accuracy/${domain}`,
          value: 0.5,
        })),
        ...rowsOf("seq-dpo", measures(-4, -16), `/${domain}`, 2),
      ]),
      domains: ["a", "b"],
      diverged: {},
      claims: [],
    } as unknown as Parameters<typeof crossDomainReport>[0],
    context,
  );
  for (const { sections } of [inside, across]) {
    const section = sections.find(({ title }) => /^Diagnosis/.test(title));
    match(String(section!.text), /Chosen answers become less likely/);
  }
});
