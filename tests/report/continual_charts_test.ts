import { deepEqual, equal, ok, throws } from "node:assert/strict";
import type { Row } from "../../lib/base/mod.ts";
import type { TaskRow } from "../../lib/evaluate/mod.ts";
import {
  chartSvg,
  deltaChart,
  forgettingChart,
  landscapeChart,
  matrixChart,
} from "../../lib/report/mod.ts";
import { heatOf } from "../../lib/report/heat.ts";
import { streamOf, taskEntries } from "../../lib/report/task_entries.ts";
import { continualCharts, landscapeRows, SAYS, streamRows } from "./_continual_charts.ts";
import { complaints, covered, isCut } from "./_layout.ts";
import { sizeOf, textsOf } from "./_svg.ts";

/** Inline data of a chart. */
interface Data {
  readonly values: readonly Row[];
}

const CHARTS = continualCharts();
const row = (values: Partial<TaskRow>): TaskRow => ({
  method: "dpo",
  seed: 0,
  step: 1,
  metric: "score",
  after: "a",
  on: "a",
  value: 0.5,
  ...values,
});

for (const name of ["matrix", "forgetting", "landscape-2", "landscape-3-coarse", "delta"]) {
  Deno.test(`the chart "${name}" is its snapshot`, async () => {
    const path = new URL(`../fixtures/report/${name}.vl.json`, import.meta.url);
    const spec = CHARTS[name]!;
    if (Deno.env.get("FASTSLOW_UPDATE_SNAPSHOTS")) {
      await Deno.writeTextFile(path, `${JSON.stringify(spec, null, 1)}\n`);
    }
    deepEqual(spec, JSON.parse(await Deno.readTextFile(path)));
  });
}

for (const [name, spec] of Object.entries(CHARTS)) {
  Deno.test(`"${name}" is JSON that Vega-Lite has nothing to say against`, () => {
    deepEqual(JSON.parse(JSON.stringify(spec)), spec);
    deepEqual(complaints(spec), []);
  });

  Deno.test(`"${name}" says what it must, nothing cut off or covered`, async () => {
    const svg = await chartSvg(spec);
    const texts = textsOf(svg);
    const said = texts.map(({ text }) => text);
    for (const word of SAYS[name]!) ok(said.includes(word), `no "${word}" among ${said.join()}`);
    deepEqual(texts.filter((text) => isCut(text, sizeOf(svg))), []);
    deepEqual(covered(texts), []);
  });
}

Deno.test("a cell is the mean over seeds at the last step after its domain", () => {
  const rows = [
    row({ step: 5, value: 9 }),
    row({ step: 10, value: 1 }),
    row({ step: 5, seed: 1, value: 9 }),
    row({ step: 10, seed: 1, value: 3 }),
    row({ step: 20, after: "b", value: 0 }),
    row({ step: 20, after: "b", seed: 1, value: 8 }),
  ];
  deepEqual(taskEntries(rows, "score"), [
    { method: "dpo", after: "a", on: "a", mean: 2 },
    { method: "dpo", after: "b", on: "a", mean: 4 },
  ]);
});

Deno.test("a cell that not every seed has is left out", () => {
  const rows = [row({}), row({ seed: 1 }), row({ step: 2, after: "b" })];
  deepEqual(taskEntries(rows, "score").map(({ after }) => after), ["a"]);
});

Deno.test("a stream is in the order of its steps, then come domains that it never trained on", () => {
  const rows = [
    row({ step: 2, after: "b", on: "x" }),
    row({ step: 2, after: "b", on: "a" }),
    row({ step: 1, after: "a", on: "b" }),
    row({ step: 0, after: null, on: "a" }),
  ];
  deepEqual(streamOf(rows, "score"), { afters: [null, "a", "b"], domains: ["a", "b", "x"] });
});

Deno.test("the domain trained on last is framed, each in its row", () => {
  const { concat } = matrixChart(streamRows({ methods: ["dpo"], domains: ["a", "b"], seeds: 1 }));
  const [{ layer }] = concat as unknown as [{ layer: { data: Data }[] }];
  deepEqual(layer[1]!.data.values.map(({ after, on }) => `${after}${on}`), ["aa", "bb"]);
  equal(layer[0]!.data.values.length, 6);
});

Deno.test("a domain's own turn is shaded: from the end of the one before it to its own", () => {
  const { vconcat } = forgettingChart(
    streamRows({ methods: ["dpo"], domains: ["a", "b"], seeds: 1 }),
  );
  const [{ concat }] = vconcat as unknown as [
    { concat: { layer: { data: { values: unknown[] } }[] }[] },
  ];
  const turns = concat.map(({ layer }) => layer[0]!.data.values[0]);
  deepEqual(turns, [{ step: 0, to: 1 }, { step: 1, to: 2 }]);
});

Deno.test("numbers stand on their colours so that they can be read", () => {
  const { ink } = heatOf([2, 4]);
  deepEqual([ink(2), ink(3), ink(4)].map((colour) => colour < "#8"), [true, true, false]);
  equal(heatOf([1, 1]).ink(1), ink(3));
});

Deno.test("where no search is named the lowest place is marked", () => {
  const rows = landscapeRows(["a", "b"], 10).map((place) => ({ ...place, found: null }));
  const { description } = landscapeChart(rows, ["a", "b"]);
  equal(
    description,
    "Memory loss (nats) over the weights of a, b, from 0.493 to 0.822. lowest tried: 0.493 at (0.314, 0.686).",
  );
});

Deno.test("charts of streams say which metric is missing, and refuse what is not finite or twice there", () => {
  for (const draw of [matrixChart, forgettingChart]) {
    throws(() => draw([]), /RangeError: Cannot draw the chart as no row has the metric "score"/);
    throws(() => draw([row({})], { metric: "kl" }), /no row has the metric "kl"/);
    throws(() => draw([row({ value: NaN })]), /must be finite: current value is NaN/);
    throws(() => draw([row({}), row({})]), /is given twice/);
  }
});

Deno.test("landscapeChart() refuses what is no landscape", () => {
  const good = { a: 0.25, b: 0.75, loss: 1 };
  throws(() => landscapeChart([], ["a", "b"]), /RangeError: .* there must be a row/);
  for (const domains of [[], ["a"], ["a", "b", "c", "d"]]) {
    throws(() => landscapeChart([good], domains), /must be 2 or 3 domains: current count is \d/);
  }
  throws(() => landscapeChart([{ ...good, loss: NaN }], ["a", "b"]), /"loss" of row 0 must be/);
  throws(() => landscapeChart([good], ["a", "z"]), /"z" of row 0 .* current value is undefined/);
  throws(() => landscapeChart([{ ...good, b: 0.7 }], ["a", "b"]), /sum to 1: .* \[0.25, 0.7\]/);
  throws(() => landscapeChart([{ ...good, a: -0.5, b: 1.5 }], ["a", "b"]), /must be >= 0/);
});

Deno.test("deltaChart() refuses what it cannot place", () => {
  const good = { mode: "ties", module: "a", metric: "cosine", value: 1 };
  throws(() => deltaChart([]), /RangeError: Cannot compare modes as there must be a row/);
  throws(() => deltaChart([{ ...good, value: NaN }]), /cosine of ties and a must be finite/);
  throws(() => deltaChart([good, good]), /cosine of ties and a is given twice/);
});
