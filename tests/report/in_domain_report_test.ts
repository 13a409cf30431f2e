import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import type { Interval, MetricRow } from "../../lib/base/mod.ts";
import { inDomainClaims, type InDomainResult } from "../../lib/experiments/mod.ts";
import { chartSvg, inDomainReport } from "../../lib/report/mod.ts";

const context = { title: "In domain", lead: ["What was done."], facts: [["β", 0.1]] as const };

function resultOf(methods: readonly string[], metrics: readonly string[]): InDomainResult {
  const rows: MetricRow[] = [];
  for (const [m, method] of ["reference", ...methods].entries()) {
    for (const seed of [0, 1, 2]) {
      const add = (step: number, metric: string, value: number) =>
        rows.push({ method, seed, step, metric, value });
      for (const step of method === "reference" ? [0] : [0, 4, 8]) {
        for (const metric of metrics) add(step, metric, 0.5 + step * (m + 0.1 * seed) / 100);
      }
      if (method === "reference") continue;
      for (let step = 0; step < 8; step++) {
        add(step, "loss", 0.69);
        add(step, "slope_F", 0.05 + 0.001 * seed);
        add(step, "margin_F", 0.1 * step);
        add(step + 1, "regret", step);
        if (!method.startsWith("ofs")) continue;
        add(step, "slope_S", 0.05);
        add(step, "margin_S", 0.05 * step);
        add(step, "floor", 0.005);
        add(step, "role", step > 4 ? 1 : 0);
        add(step, "swaps", step > 4 ? 1 : 0);
      }
    }
  }
  const texts = [{ prompt: "A film", text: " that ends", reward: 0.7 }];
  const evaluation = { metrics: {}, rewards: [0.4, 0.6], logRatios: [1, 2], texts };
  return {
    rows,
    last: Object.fromEntries(["reference", ...methods].map((name) => [name, { 0: evaluation }])),
    diverged: {},
    best: { 0: "offline", 1: "dpo", 2: "offline" },
    claims: inDomainClaims(rows),
    seconds: Object.fromEntries(methods.map((name) => [name, 10])),
  };
}

const SENTIMENT = ["reward", "kl", "win_rate", "objective", "accuracy", "heldout_loss", "ece"];

Deno.test("inDomainReport() tells the whole story, and every chart can be drawn", async () => {
  const content = inDomainReport(resultOf(["dpo", "ofs-dpo", "dpo-ema"], SENTIMENT), context);
  const charts = content.sections.flatMap(({ chart }) => chart ?? []);
  deepEqual(charts.map(({ name }) => name), [
    "methods",
    "reward",
    "frontier",
    "regret",
    "margins",
    "gradient",
  ]);
  for (const { spec } of charts) match(await chartSvg(spec), /^<svg/);
  equal(content.samples!.length, 4);
  equal(content.claims.length, 7);
  match(String(content.sections.find(({ title }) => title === "Regret")!.text), /offline, dpo/);
});

Deno.test("inDomainReport() puts the difference to DPO by seed beside every other method", () => {
  const { sections } = inDomainReport(resultOf(["dpo", "ofs-dpo"], SENTIMENT), context);
  const table = sections[0]!.table as Record<string, unknown>[];
  const cell = (method: string) =>
    table.find((row) => row.method === method)!["reward − DPO's"] as { mean: number } | null;
  ok(Math.abs(cell("ofs-dpo")!.mean - 0.08) < 1e-9);
  equal(cell("dpo"), null);
});

Deno.test("inDomainReport() gives KL an interval over prompts, beside that over seeds", () => {
  const { sections } = inDomainReport(resultOf(["dpo", "ofs-dpo"], SENTIMENT), context);
  const [reference, dpo] = sections[0]!.table as Record<string, Interval | null>[];
  // Two prompts of log ratios 1 and 2: a resample has a mean of 1, 1.5 or 2.
  deepEqual(dpo!["KL, over prompts"], { mean: 1.5, low: 1, high: 2 });
  equal(reference!["KL, over prompts"], null);
  match(String(sections[0]!.text), /log π − log π_ref/);
});

Deno.test("inDomainReport() says how claims against several rivals are judged", () => {
  const { sections } = inDomainReport(resultOf(["dpo", "ofs-dpo"], SENTIMENT), context);
  match(String(sections[0]!.text), /1 − 0.05\/m \(Bonferroni\)/);
});

Deno.test("inDomainReport() without a judge shows ranking, and no chart of rewards", () => {
  const content = inDomainReport(
    resultOf(["dpo", "ofs-dpo"], ["accuracy", "heldout_loss"]),
    context,
  );
  const names = content.sections.flatMap(({ chart }) => chart?.name ?? []);
  deepEqual(names, ["methods", "regret", "margins", "gradient"]);
  doesNotMatch(String(content.sections[0]!.text), /judge's own order|win rate|over prompts/);
});

Deno.test("inDomainReport() of controls alone leaves the chase out", () => {
  const content = inDomainReport(resultOf(["dpo-ema"], SENTIMENT), context);
  const names = content.sections.flatMap(({ chart }) => chart?.name ?? []);
  deepEqual(names, ["methods", "reward", "frontier", "regret"]);
  deepEqual(content.claims, []);
});
