import { deepEqual, equal, throws } from "node:assert/strict";
import { key, type MetricRow, permutation } from "../../lib/base/mod.ts";
import { differencesTo, meanInterval, pairedInterval, summarise } from "../../lib/evaluate/mod.ts";

const row = (method: string, seed: number, step: number, metric: string, value: number) => ({
  method,
  seed,
  step,
  metric,
  value,
});

// "sft" is measured before any step; "ofs" has a metric of its own; seed 2 of "ofs" ends at step 10.
const rows: MetricRow[] = [
  ...[0, 1, 2].map((seed) => row("sft", seed, 0, "reward", 1 + seed)),
  ...[0, 1, 2].flatMap((seed) => [
    row("dpo", seed, 10, "reward", -99),
    row("dpo", seed, 20, "reward", 2 + 1.5 * seed),
    row("dpo", seed, 20, "kl", seed),
  ]),
  ...[0, 1, 2].map((seed) => row("ofs", seed, 10, "reward", 4 + seed)),
  ...[0, 1].flatMap((seed) => [
    row("ofs", seed, 20, "reward", 5 + seed ** 2),
    row("ofs", seed, 10, "swaps", 7),
  ]),
];

Deno.test("summarise() gives mean and t-interval over seeds at each metric's last step", () => {
  deepEqual(summarise(rows, { level: 0.9 }), [
    {
      method: "sft",
      metric: "reward",
      step: 0,
      ...meanInterval([1, 2, 3], { level: 0.9 }),
      missing: [],
    },
    {
      method: "dpo",
      metric: "reward",
      step: 20,
      ...meanInterval([2, 3.5, 5], { level: 0.9 }),
      missing: [],
    },
    {
      method: "dpo",
      metric: "kl",
      step: 20,
      ...meanInterval([0, 1, 2], { level: 0.9 }),
      missing: [],
    },
    {
      method: "ofs",
      metric: "reward",
      step: 20,
      ...meanInterval([5, 6], { level: 0.9 }),
      missing: [2],
    },
    {
      method: "ofs",
      metric: "swaps",
      step: 10,
      ...meanInterval([7, 7], { level: 0.9 }),
      missing: [2],
    },
  ]);
});

Deno.test("differencesTo() gives paired intervals over the seeds that both have", () => {
  const named = { baseline: "sft", metric: "reward", step: 20, baselineStep: 0 };
  deepEqual(differencesTo(rows, "sft"), [
    { method: "dpo", ...named, ...pairedInterval([2, 3.5, 5], [1, 2, 3]), missing: [] },
    { method: "ofs", ...named, ...pairedInterval([5, 6], [1, 2]), missing: [2] },
  ]);
});

Deno.test("differencesTo() leaves the baseline out, and metrics that it lacks", () => {
  deepEqual(
    differencesTo(rows, "dpo").map(({ method, metric }) => [method, metric]),
    [["sft", "reward"], ["ofs", "reward"]],
  );
});

Deno.test("differencesTo() lists the seeds that only the baseline has", () => {
  const [only] = differencesTo(rows.filter(({ method }) => method !== "dpo"), "ofs");
  deepEqual([only!.method, only!.n, only!.missing], ["sft", 2, [2]]);
});

Deno.test("differencesTo() lists the seeds of either that the other never had", () => {
  const shared = [[0, 1], [1, 2]].flatMap((seeds, i) =>
    seeds.map((seed) => row(["a", "b"][i]!, seed, 1, "reward", seed))
  );
  const [only] = differencesTo(shared, "a");
  deepEqual([only!.n, only!.missing.toSorted()], [1, [0, 2]]);
});

Deno.test("tables do not depend on the order of the rows but for their own", () => {
  const mixed = [...permutation(key(1), rows.length)].map((i) => rows[i]!);
  const byName = (a: { method: string; metric: string }, b: { method: string; metric: string }) =>
    `${a.method} ${a.metric}`.localeCompare(`${b.method} ${b.metric}`);
  for (const table of [summarise, (rows: readonly MetricRow[]) => differencesTo(rows, "sft")]) {
    deepEqual(table(mixed).sort(byName), table(rows).sort(byName));
  }
});

Deno.test("a method with one seed has an open interval", () => {
  const [only] = summarise([row("dpo", 3, 1, "reward", 2)]);
  deepEqual([only!.mean, only!.low, only!.high, only!.n], [2, -Infinity, Infinity, 1]);
});

Deno.test("fourteen methods of five seeds make fourteen rows a metric and thirteen differences", () => {
  const many = Array.from({ length: 14 * 5 * 3 }, (_, i) => {
    const [method, seed, step] = [i % 14, Math.floor(i / 14) % 5, Math.floor(i / 70)];
    return row(`m${method}`, seed, step, "reward", method + seed + step);
  });
  const means = summarise(many);
  deepEqual(means.map(({ mean, step, n }) => [mean, step, n]), means.map((_, m) => [m + 4, 2, 5]));
  equal(means.length, 14);
  const gains = differencesTo(many, "m0");
  deepEqual(
    gains.map(({ mean, low, high }) => [mean, low, high]),
    gains.map((_, m) => [m + 1, m + 1, m + 1]),
  );
  equal(gains.length, 13);
});

Deno.test("tables refuse broken rows, naming them", () => {
  const good = row("dpo", 0, 1, "reward", 2);
  for (const value of [NaN, Infinity]) {
    throws(
      () => summarise([good, { ...good, seed: 1, value }]),
      /"reward" of method "dpo", seed 1, step 1 must be finite: current value is/,
    );
  }
  throws(() => summarise([{ ...good, seed: -1 }]), /the seed of a row must be a whole number/);
  throws(() => summarise([{ ...good, step: 0.5 }]), /the step of a row must be a whole number/);
  throws(() => summarise([good, { ...good, value: 3 }]), /"dpo", seed 0, step 1 stands twice/);
  deepEqual(summarise([]), []);
});

Deno.test("differencesTo() refuses a baseline without rows or without a shared seed", () => {
  throws(() => differencesTo(rows, "ppo"), /with "ppo" .*: current methods are sft, dpo, ofs/);
  throws(
    () => differencesTo([row("a", 0, 1, "reward", 1), row("b", 1, 1, "reward", 1)], "a"),
    /"reward" of "b" with "a" as they must share a seed/,
  );
});
