/** The regret experiment from end to end at a small size, and its claims on rows by hand. */
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import type { MetricRow } from "../../../lib/base/mod.ts";
import {
  ONLINE_REGRET_METHODS,
  ONLINE_REGRET_PRESETS,
  onlineRegret,
  onlineRegretClaims,
} from "../../../lib/experiments/mod.ts";
import { regretReport } from "../../../lib/report/mod.ts";

const SIZES = {
  ...ONLINE_REGRET_PRESETS.quick,
  boundSeeds: 3,
  longSeeds: 1,
  boundRounds: [100, 400, 500],
  seeds: 3,
  rounds: 60,
  watchedRounds: 80,
  heldOut: 100,
} as const;
const METHODS = [
  "dpo",
  "dpo-polyak",
  "dpo-twice",
  "ofs-a0-k10",
  "ofs-a0.1-k10",
  "ofs-a0.5-k10",
  "ofs-a1-k10",
];
const told: number[] = [];
const result = await onlineRegret({
  sizes: SIZES,
  methods: METHODS,
  onProgress: (done) => told.push(done),
});
const { rows, claims } = result;

/** A measurement by method and metric, seeds and steps in order. */
function valuesOf(method: string, metric: string): number[] {
  return rows.filter((row) => row.method === method && row.metric === metric)
    .map(({ value }) => value);
}

Deno.test("onlineRegret() gives finite numbers, each once, the same for the same seeds", async () => {
  ok(rows.every(({ value }) => Number.isFinite(value)));
  const places = rows.map(({ value: _, ...place }) => JSON.stringify(place));
  equal(new Set(places).size, places.length);
  const again = await onlineRegret({
    sizes: { ...SIZES, seeds: 1, boundSeeds: 1 },
    methods: ["dpo"],
  });
  const of = (all: readonly MetricRow[]) =>
    all.filter(({ method, seed, metric }) =>
      method === "dpo" && seed === 0 && /noise/.test(metric)
    );
  deepEqual(of(again.rows), of(rows));
});

Deno.test("onlineRegret() tells how far it is, growing", () => {
  equal(told.length, 2 * SIZES.boundSeeds + 2 * SIZES.seeds);
  ok(told.every((done, i) => done < 1 && (i === 0 || done > told[i - 1]!)));
});

Deno.test("onlineRegret(): long seeds alone reach the last T; every certificate is below 1e-10", () => {
  equal(valuesOf("ogd", "bound/regret").length, 3 + 2 + 2);
  ok(valuesOf("best-in-hindsight", "bound/certificate").every((gap) => gap <= 1e-10));
});

Deno.test("onlineRegret(): the better of both pays no more than either; no fixed point beats the best", () => {
  const name = "ofs-a0.5-k10";
  valuesOf(name, "noise/loss_better").forEach((better, i) => {
    ok(better <= valuesOf(name, "noise/loss")[i]!);
    ok(better <= valuesOf(name, "noise/loss_S")[i]!);
  });
  valuesOf("dpo", "change/dynamic_regret").forEach((dynamic, i) => {
    ok(dynamic >= valuesOf("dpo", "change/regret")[i]! - 1e-9);
  });
});

Deno.test("onlineRegret(): rows of single modules have no S, and a chase says who plays F", () => {
  deepEqual(valuesOf("dpo", "gradient/slope_S"), []);
  ok(valuesOf("ofs-dpo", "phase/role").every((role) => role === 0 || role === 1));
  equal(new Set(valuesOf("ofs-dpo", "gradient/floor")).size, 1);
  equal(valuesOf("ofs-dpo", "gradient/floor")[0], 0.125);
});

Deno.test("onlineRegret() claims bounds for α = 0 alone, and leaves out claims whose methods did not run", async () => {
  const verified = claims.filter(({ claim }) => /bound|at most/.test(claim));
  ok(verified.length >= 2 && verified.every(({ claim }) => claim.startsWith("α = 0, convex")));
  ok(
    claims.filter(({ claim }) => claim.startsWith("α > 0")).every(({ claim }) =>
      /measured only/.test(claim)
    ),
  );
  const ids = claims.map(({ id }) => id);
  equal(new Set(ids).size, ids.length);
  ok(ids.includes("chase-adds-to-swaps-loss") && ids.includes("beats-every-control-ranking"));
  const few = await onlineRegret({
    sizes: { ...SIZES, seeds: 1, boundSeeds: 1 },
    methods: ["dpo"],
  });
  ok(few.claims.every(({ id }) => !id.startsWith("beats")));
});

Deno.test("onlineRegret() refuses a method that is none, or named twice", async () => {
  await rejects(
    onlineRegret({ sizes: SIZES, methods: ["dpo", "dpo"] }),
    /Cannot run "dpo" twice: name each method once/,
  );
  await rejects(
    onlineRegret({ sizes: SIZES, methods: ["ofs"] }),
    /its name must be one of dpo, .*: current value is "ofs"/,
  );
  equal(ONLINE_REGRET_METHODS["dpo"]!.group, "DPO");
});

Deno.test("onlineRegretClaims() does not verify a bound that is broken, nor one without an exact best point", () => {
  const verdict = (regret: number, certificate: number) => {
    const row = (method: string, metric: string, value: number): MetricRow => ({
      method,
      seed: 0,
      step: 100,
      metric,
      value,
    });
    return onlineRegretClaims([
      row("ogd", "bound/regret", regret),
      row("ogd", "bound/bound", 30),
      row("fixed-rate", "bound/regret", 1),
      row("fixed-rate", "bound/bound", 2),
      row("ofs-a0.1", "bound/regret", 1),
      row("ofs-a0.5", "bound/regret", 1),
      row("best-in-hindsight", "bound/certificate", certificate),
    ])[0]!.verdict;
  };
  equal(verdict(29, 1e-11), "supported");
  equal(verdict(31, 1e-11), "not supported");
  equal(verdict(29, 1e-9), "not supported");
});

Deno.test("onlineRegretClaims() holds the chase against what it is made of: what its slow module does alone is not its merit", () => {
  const verdict = (slow: number) =>
    onlineRegretClaims(
      [0, 1, 2].flatMap((seed) =>
        Object.entries({ "ogd": 9, "ogd-slow": slow, "ofs-a0": 8, "ofs-a0.1": 5, "ofs-a0.5": 12 })
          .flatMap(([method, value]): MetricRow[] => {
            const row = (metric: string, value: number) => ({
              method,
              seed,
              step: 100,
              metric,
              value,
            });
            const bounds = method === "ogd" ? [row("bound/bound", 30)] : [];
            return [row("bound/regret", value + seed / 100 + value * seed / 1000), ...bounds];
          }).concat([
            { method: "fixed-rate", seed, step: 100, metric: "bound/regret", value: 1 },
            { method: "fixed-rate", seed, step: 100, metric: "bound/bound", value: 2 },
          ])
      ),
    ).filter(({ id }) => /lower-regret/.test(id)).map(({ verdict }) => verdict);
  deepEqual(verdict(7), ["supported", "not supported"]);
  deepEqual(verdict(4), ["not supported", "not supported"]);
});

Deno.test("regretReport() says which T some seeds alone reached, and nothing where all did", () => {
  const textOf = (all: readonly MetricRow[]) =>
    regretReport({ rows: all, claims: [] }, { title: "Regret", lead: [], facts: [] }).sections
      .find(({ title }) => title === "Regret against its bound")!.text as string;
  match(textOf(rows), /T = 500 was reached by 1 of 3 seeds\.$/);
  ok(!/reached/.test(textOf(rows.filter(({ seed }) => seed === 0))));
});

Deno.test("regretReport() says every claim, prints certificates, and its first table has all methods", () => {
  const content = regretReport(result, { title: "Regret", lead: [], facts: [] });
  deepEqual(content.claims, claims);
  deepEqual(
    (content.sections[0]!.table as { method: string }[]).map(({ method }) => method),
    METHODS,
  );
  const exact = content.sections.find(({ title }) => /exact/.test(title))!.table as Record<
    string,
    unknown
  >[];
  for (const { T, "largest certificate (nats)": gap } of exact) {
    ok(SIZES.boundRounds.includes(T as 100));
    match(gap as string, /^\d\.\d\de[+-]\d+$/);
  }
  const moving = content.sections.find(({ title }) => title === "Dynamic regret")!.table as Record<
    string,
    unknown
  >[];
  deepEqual(moving.map((row) => row["held against"]), [
    "true path",
    "best of each block",
    "best fixed point",
  ]);
  ok(moving.every((row) => Object.values(row).every((value) => value !== null)));
  const charts = content.sections.flatMap(({ chart }) => chart?.name ?? []);
  deepEqual(charts, [
    "noise-accuracy",
    "noise-loss",
    "bound",
    "gradient-sgd",
    "gradient-adamw",
    "phase",
    "raw",
  ]);
});
