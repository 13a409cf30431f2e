/** Charts of regret: snapshots, and what they say. */
import { deepEqual, ok, throws } from "node:assert/strict";
import type { MetricRow } from "../../lib/base/mod.ts";
import {
  boundChart,
  type ChartSpec,
  chartSvg,
  metricChart,
  phaseChart,
} from "../../lib/report/mod.ts";
import { complaints, covered, isCut } from "./_layout.ts";
import { sizeOf, textsOf } from "./_svg.ts";

const row = (
  method: string,
  seed: number,
  step: number,
  metric: string,
  value: number,
): MetricRow => ({
  method,
  seed,
  step,
  metric,
  value,
});
/** Regrets and bounds of two seeds; the second stops before the last T. */
const BOUNDS = [100, 1000, 10_000].flatMap((T) =>
  [0, 1].filter((seed) => seed === 0 || T < 10_000).flatMap((seed) => [
    row("ogd", seed, T, "regret", Math.sqrt(T) / (3 + seed)),
    row("ogd", seed, T, "bound", 3 * Math.sqrt(T)),
    row("ofs-a0.1", seed, T, "regret", Math.sqrt(T) / 5),
  ])
);
/** Two seeds, of which the first swaps roles in the middle. */
const MARGINS = [0, 1, 2, 3, 4].flatMap((step) =>
  [0, 1].flatMap((seed) => {
    const swapped = seed === 0 && step >= 3;
    const [fast, slow] = [step * (1 + seed / 4), step / 2];
    return [
      row("ofs-dpo", seed, step, "margin_F", swapped ? slow : fast),
      row("ofs-dpo", seed, step, "margin_S", swapped ? fast : slow),
      row("ofs-dpo", seed, step, "role", swapped ? 1 : 0),
    ];
  })
);
const NORMS = [0, 1, 2].flatMap((step) => [
  row("ofs-raw", 0, step, "norm_S", 5 * step),
  row("ofs-dpo", 0, step, "norm_S", 1 + step),
]);
const CHARTS: Readonly<Record<string, ChartSpec>> = {
  bound: boundChart(BOUNDS),
  phase: phaseChart(MARGINS),
  metric: metricChart(NORMS, "norm_S", { title: "How far S goes", valueTitle: "‖S‖" }),
};
const SAYS: Readonly<Record<string, readonly string[]>> = {
  bound: ["Rounds T (log scale)", "Regret R_T (nats, log scale)", "ogd", "ogd: bound", "ofs-a0.1"],
  phase: ["Margin of F, β·h_F (nats)", "Margin of S, β·h_S (nats)", "seed 0", "seed 1"],
  metric: ["How far S goes", "‖S‖", "ofs-raw", "ofs-dpo"],
};

for (const [name, spec] of Object.entries(CHARTS)) {
  Deno.test(`the chart "${name}" is its snapshot`, async () => {
    const path = new URL(`../fixtures/report/regret-${name}.vl.json`, import.meta.url);
    if (Deno.env.get("FASTSLOW_UPDATE_SNAPSHOTS")) {
      await Deno.writeTextFile(path, `${JSON.stringify(spec, null, 1)}\n`);
    }
    deepEqual(spec, JSON.parse(await Deno.readTextFile(path)));
  });

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

Deno.test("boundChart() is a mean over the seeds that went so far, and says it in words", () => {
  deepEqual(
    CHARTS.bound!.description,
    "Regret against T. At the last T: ogd 33.3, ogd: bound 300, ofs-a0.1 20 nats.",
  );
});

Deno.test("phaseChart() counts swaps of roles, and draws no more seeds than it is told", () => {
  deepEqual(
    CHARTS.phase!.description,
    "Margin of S against margin of F. At the end: seed 0: F 2, S 4, swaps 1; seed 1: F 5, S 2, swaps 0.",
  );
  ok(!phaseChart(MARGINS, { seeds: 1 }).description.includes("seed 1"));
});

Deno.test("charts of regret say what rows they need", () => {
  throws(() => boundChart([row("ogd", 0, 1, "regret", -1)]), /no row has a positive "regret"/);
  throws(() => phaseChart(MARGINS, { method: "ofs-ipo" }), /ofs-ipo has no rows of margin_F/);
  throws(
    () => metricChart(NORMS, "norm", { title: "", valueTitle: "" }),
    /no row has the metric "norm"/,
  );
});
