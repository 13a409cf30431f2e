import { deepEqual, equal, throws } from "node:assert/strict";
import type { MetricRow } from "../../lib/base/mod.ts";
import { meanInterval } from "../../lib/evaluate/mod.ts";
import { average } from "../../lib/report/average.ts";
import { waysOf } from "../../lib/report/frontier_ways.ts";
import { methodLines } from "../../lib/report/line.ts";
import { floorLine } from "../../lib/report/role_lines.ts";
import { reigns, swaps } from "../../lib/report/role_swaps.ts";

const row = (seed: number, step: number, value: number, metric = "loss", method = "dpo") =>
  ({ method, seed, step, metric, value }) satisfies MetricRow;

Deno.test("average() gives the mean, the lowest and the highest seed, by step", () => {
  const [series] = average([row(0, 1, 4), row(0, 0, 1), row(1, 0, 3), row(1, 1, 8)], "loss");
  equal(series!.seeds, 2);
  deepEqual(series!.points, [
    { step: 0, mean: 2, low: 1, high: 3 },
    { step: 1, mean: 6, low: 4, high: 8 },
  ]);
});

Deno.test("average() takes the interval that it is given", () => {
  const [series] = average([row(0, 0, 1), row(1, 0, 3)], "loss", { interval: meanInterval });
  deepEqual(series!.points[0], { step: 0, ...meanInterval([1, 3]) });
});

Deno.test("average() leaves out steps that only some seeds reached", () => {
  const [series] = average([row(0, 0, 1), row(1, 0, 3), row(1, 1, 5)], "loss");
  deepEqual(series!.points.map(({ step }) => step), [0]);
});

Deno.test("average() refuses what is not finite and what is told twice, and says where", () => {
  throws(() => average([row(3, 7, NaN)], "loss"), {
    name: "RangeError",
    message:
      "Cannot average loss of dpo, seed 3, step 7 as it must be finite: current value is NaN",
  });
  throws(() => average([row(0, 0, 1), row(0, 0, 1)], "loss"), /given twice/);
});

Deno.test("many methods: only the emphasised ones stand out; few: all but the reference", () => {
  const rowsOf = (names: readonly string[]) => names.map((name) => row(0, 0, 1, "loss", name));
  const bold = (names: readonly string[], emphasis?: readonly string[]) =>
    methodLines(rowsOf(names), "loss", emphasis ? { emphasis } : {}).lines
      .filter(({ bold }) => bold).map(({ name }) => name);
  deepEqual(bold(["reference", "dpo", "x"]), ["dpo", "x"]);
  deepEqual(bold(["reference", "dpo", "ofs-dpo", "x", "y"]), ["dpo", "ofs-dpo"]);
  deepEqual(bold(["reference", "dpo", "ofs-dpo", "x", "y"], ["y"]), ["y"]);
});

Deno.test("the subtitle counts seeds", () => {
  const text = (rows: readonly MetricRow[]) => methodLines(rows, "loss").seeds;
  equal(text([row(0, 0, 1)]), "one seed");
  equal(text([row(0, 0, 1), row(1, 0, 1)]), "mean of 2 seeds; band: lowest to highest seed");
  const uneven = [row(0, 0, 1), row(1, 0, 1), row(0, 0, 1, "loss", "x")];
  equal(text(uneven), "mean of 1 to 2 seeds; band: lowest to highest seed");
});

Deno.test("reigns() tells who played F when, seed by seed, and swaps() when that changed", () => {
  const roles = [
    ...[0, 0, 1, 1, 0].map((role, step) => row(0, step, role, "role", "ofs-dpo")),
    ...[1, 1, 1].map((role, step) => row(1, step, role, "role", "ofs-dpo")),
  ];
  const found = reigns(roles.toReversed(), "ofs-dpo");
  deepEqual(found, [
    { seed: 0, from: 0, to: 2, role: 0 },
    { seed: 0, from: 2, to: 4, role: 1 },
    { seed: 0, from: 4, to: 5, role: 0 },
    { seed: 1, from: 0, to: 3, role: 1 },
  ]);
  deepEqual(swaps(found), [2, 4]);
});

Deno.test("ways over the plane join reward and KL by step, the highest reward at the end first", () => {
  const rows = [
    row(0, 0, 0.5, "reward"),
    row(0, 0, 0, "kl"),
    row(0, 9, 0.6, "reward"),
    row(0, 9, 2, "kl"),
    row(0, 5, 0.9, "reward"),
    row(0, 9, 0.8, "reward", "ofs-dpo"),
    row(0, 9, 3, "kl", "ofs-dpo"),
  ];
  const [first, second] = waysOf(rows);
  deepEqual([first!.name, second!.name], ["ofs-dpo", "dpo"]);
  deepEqual(second!.places, [{ step: 0, kl: 0, reward: 0.5 }, { step: 9, kl: 2, reward: 0.6 }]);
  deepEqual(second!.seeds, [{ step: 9, kl: 2, reward: 0.6 }]);
});

Deno.test("a floor that does not move is a level, one that moves is a line", () => {
  const floor = (values: readonly number[]) =>
    floorLine(values.map((value, step) => row(0, step, value, "floor", "ofs-dpo")))[0]!.points
      .length;
  equal(floor([0.025, 0.025, 0.025]), 1);
  equal(floor([0.025, 0.03]), 2);
});
