import { deepEqual, equal, match } from "node:assert/strict";
import type { Interval, MetricRow } from "../../lib/base/mod.ts";
import { onlineClaims, type OnlineResult } from "../../lib/experiments/mod.ts";
import { chartSvg, onlineReport } from "../../lib/report/mod.ts";

const context = { title: "Online", lead: ["What was done."], facts: [["β", 0.1]] as const };

function resultOf(methods: readonly string[]): OnlineResult {
  const rows: MetricRow[] = [];
  for (const [m, method] of ["reference", ...methods].entries()) {
    for (const seed of [0, 1, 2]) {
      const add = (step: number, metric: string, value: number) =>
        rows.push({ method, seed, step, metric, value });
      for (const step of method === "reference" ? [0] : [0, 4, 8]) {
        for (const metric of ["reward", "kl", "win_rate", "objective", "accuracy"]) {
          add(step, metric, 0.5 + step * (m + 0.1 * seed) / 100);
        }
        if (step > 0) {
          ["updates", "pairs_seen", "ties_seen"].forEach((name, i) => add(step, name, step * i));
        }
      }
      if (method === "reference") continue;
      for (let step = 0; step < 8; step++) {
        add(step, "slope_F", 0.05 + 0.001 * seed);
        add(step, "margin_F", 0.1 * step);
        if (!method.includes("ofs")) continue;
        add(step, "slope_S", 0.05);
        add(step, "margin_S", 0.05 * step);
        add(step, "floor", 0.005);
        add(step, "role", 0);
      }
    }
  }
  const texts = [{ prompt: "A film", text: " that ends", reward: 0.7 }];
  const evaluation = { metrics: {}, rewards: [0.4, 0.6], logRatios: [1, 2], texts };
  return {
    rows,
    last: Object.fromEntries(["reference", ...methods].map((name) => [name, { 0: evaluation }])),
    diverged: {},
    claims: onlineClaims(rows),
    seconds: Object.fromEntries(methods.map((name) => [name, 10])),
  };
}

Deno.test("onlineReport() tells the whole story, and every chart can be drawn", async () => {
  const content = onlineReport(resultOf(["dpo", "online-dpo", "online-ofs-dpo"]), context);
  const charts = content.sections.flatMap(({ chart }) => chart ?? []);
  deepEqual(charts.map(({ name }) => name), [
    "methods",
    "reward",
    "frontier",
    "margins",
    "gradient",
  ]);
  for (const { spec } of charts) match(await chartSvg(spec), /^<svg/);
  match(String(charts[4]!.spec.description), /online-ofs-dpo: F .*online-dpo /);
  equal(content.samples!.length, 4);
  equal(content.claims.length, 6);
});

Deno.test("onlineReport() counts what each method learnt from, and names the methods in order", () => {
  const { sections } = onlineReport(resultOf(["online-ofs-dpo", "dpo"]), context);
  const table = (title: string) =>
    sections.find((section) => section.title === title)!.table as Record<string, unknown>[];
  const [offline] = table("What was learnt from");
  equal(offline!.method, "dpo");
  equal((offline!["pairs learnt from"] as Interval).mean, 8);
  equal(offline!["pairs filtered out"], null);
  deepEqual(table("What the methods are").map((row) => row["settings tuned for"]), [
    "dpo",
    "ofs-dpo",
  ]);
});

Deno.test("onlineReport() without a chase leaves its charts out", () => {
  const { sections, claims } = onlineReport(resultOf(["dpo", "fdpo"]), context);
  deepEqual(sections.flatMap(({ chart }) => chart?.name ?? []), ["methods", "reward", "frontier"]);
  deepEqual(claims, []);
});
