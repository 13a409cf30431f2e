import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { meanInterval } from "../../lib/evaluate/mod.ts";
import {
  type ChartSpec,
  chartSvg,
  gradientChart,
  methodsChart,
  regretChart,
} from "../../lib/report/mod.ts";
import { textWidth } from "../../lib/report/text_width.ts";
import { AXES, charts, namesOn, WORLDS } from "./_charts.ts";
import { complaints, covered, isCut } from "./_layout.ts";
import { makeRows } from "./_rows.ts";
import { sizeOf, textsOf } from "./_svg.ts";

/** A chart without data and axes, as large as its mark. */
const BARE = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  description: "",
  data: { values: [{}] },
  width: 1,
  height: 1,
  padding: 0,
  config: { view: { stroke: null } },
  encoding: { x: { value: 0 } },
};

const SMALL = makeRows({ methods: 3, seeds: 2, steps: 6, evaluations: 3 });

for (const [name, spec] of Object.entries(charts(SMALL))) {
  Deno.test(`the chart "${name}" is its snapshot`, async () => {
    const path = new URL(`../fixtures/report/${name}.vl.json`, import.meta.url);
    if (Deno.env.get("FASTSLOW_UPDATE_SNAPSHOTS")) {
      await Deno.writeTextFile(path, `${JSON.stringify(spec, null, 1)}\n`);
    }
    deepEqual(spec, JSON.parse(await Deno.readTextFile(path)));
  });
}

for (const [world, rows] of Object.entries(WORLDS)) {
  for (const [name, spec] of Object.entries(charts(rows))) {
    Deno.test(`"${name}" of ${world} is JSON that Vega-Lite has nothing to say against`, () => {
      deepEqual(JSON.parse(JSON.stringify(spec)), spec);
      deepEqual(complaints(spec), []);
    });

    Deno.test(`"${name}" of ${world} has its axis titles and all names, none cut off or covered`, async () => {
      const svg = await chartSvg(spec);
      const texts = textsOf(svg);
      const said = texts.map(({ text }) => text);
      for (const word of [...AXES[name]!, ...namesOn(name, rows)]) {
        ok(said.includes(word), `no "${word}" among ${said.join(", ")}`);
      }
      deepEqual(texts.filter((text) => isCut(text, sizeOf(svg))), []);
      deepEqual(covered(texts), []);
    });
  }
}

Deno.test("the same rows give the same picture, byte for byte", async () => {
  const draw =
    async () => [await chartSvg(regretChart(SMALL)), await chartSvg(gradientChart(SMALL))];
  deepEqual(await draw(), await draw());
});

Deno.test("a picture has the chart's title and description for those who cannot see it", async () => {
  const svg = await chartSvg({ ...regretChart(SMALL), description: "a < b" });
  match(svg, /^<svg role="img" [^>]*><title>Cumulative regret<\/title><desc>a &lt; b<\/desc>/);
});

Deno.test("pictures are laid out by the widths of their letters", async () => {
  const width = async (text: string) =>
    sizeOf(
      await chartSvg({ ...BARE, mark: { type: "text", text, fontSize: 100, align: "left" } }),
    )[0];
  const [thin, wide] = [await width("i".repeat(10)), await width("W".repeat(10))];
  equal(thin, textWidth("i".repeat(10), 100));
  equal(wide, textWidth("W".repeat(10), 100));
});

Deno.test("chartSvg() takes no data from files or addresses", async () => {
  const spec = { ...regretChart(SMALL), data: { url: "file:///etc/hostname" } };
  const open: ChartSpec = {
    $schema: spec.$schema,
    description: "",
    data: spec.data,
    mark: "point",
    encoding: { x: { field: "a", type: "quantitative" } },
  };
  await rejects(chartSvg(open), /RangeError: Cannot draw the chart as it names file:/);
});

Deno.test("chartSvg() says that a specification cannot be understood", async () => {
  const broken: ChartSpec = { $schema: "", description: "", mark: "no-such-mark" };
  await rejects(chartSvg(broken), /SyntaxError: Cannot draw the chart as Vega does not understand/);
});

Deno.test("charts without rows say which metric is missing", () => {
  throws(
    () => regretChart([]),
    /RangeError: Cannot draw the chart as no row has the metric "regret"/,
  );
});

Deno.test("a bar that dwarfs the means is cut and has arrows, one without ends is not drawn", async () => {
  const spec = methodsChart([
    { method: "dpo", mean: 0.7, low: -9, high: 10, values: [0.69, 0.71] },
    { method: "x", mean: 0.6, low: 0.5, high: 0.7 },
    { method: "ofs-dpo", mean: 0.8, low: -Infinity, high: Infinity, values: [0.8] },
  ], "Reward");
  deepEqual(JSON.parse(JSON.stringify(spec)), spec);
  const texts = textsOf(await chartSvg(spec)).map(({ text }) => text);
  for (const text of ["0.80 (no interval)", "0.70 [-9.00, 10.00]", "0.60 [0.50, 0.70]"]) {
    ok(texts.includes(text), texts.join());
  }
  const arrows = JSON.stringify(spec).match(/\{"line":"[^"]*","y":\d+,"x":\d+,"angle":-?90\}/g);
  deepEqual(arrows, [
    '{"line":"dpo","y":39,"x":0,"angle":-90}',
    '{"line":"dpo","y":39,"x":600,"angle":90}',
  ]);
});

Deno.test("the mean of one seed has no band under a t-interval, and its axis does not reach for one", () => {
  const one = makeRows({ methods: 3, seeds: 1, steps: 6, evaluations: 3 });
  const band = ({ layer }: ChartSpec) =>
    (layer as readonly { data: { values: unknown[] } }[])[0]!.data.values;
  deepEqual(band(regretChart(one, { interval: meanInterval })), []);
  ok(band(regretChart(one)).length > 0);
  const scale = (spec: ChartSpec) =>
    JSON.stringify(spec).match(/"domain":\[0,[^\]]*\],"nice":false,"zero"/);
  deepEqual(scale(regretChart(one, { interval: meanInterval })), scale(regretChart(one)));
});
