import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { chartSvg, lengthChart } from "../../lib/report/mod.ts";
import { complaints, covered, isCut } from "./_layout.ts";
import { sizeOf, textsOf } from "./_svg.ts";

const BINS = Array.from({ length: 14 }, (_, i) => ({
  from: 2 ** i,
  to: 2 ** (i + 1) - 1,
  rows: i === 0 ? 0 : 100 * i * (13 - i),
}));

Deno.test("lengthChart() is JSON that Vega-Lite has nothing to say against", () => {
  for (const spec of [lengthChart(BINS), lengthChart(BINS.slice(0, 1), { unit: "characters" })]) {
    deepEqual(JSON.parse(JSON.stringify(spec)), spec);
    deepEqual(complaints(spec), []);
  }
});

Deno.test("lengthChart() names bins, counts and unit, none cut off or covered", async () => {
  const svg = await chartSvg(lengthChart(BINS, { maxLength: 512 }));
  const texts = textsOf(svg);
  const said = texts.map(({ text }) => text);
  for (
    const word of ["Prompt and longest answer (tokens)", "Rows", "1", "512–1023", "4000", "4200"]
  ) {
    ok(said.includes(word), `no "${word}" among ${said.join(", ")}`);
  }
  deepEqual(texts.filter((text) => isCut(text, sizeOf(svg))), []);
  deepEqual(covered(texts), []);
});

Deno.test("lengthChart() darkens the bins that reach beyond the longest row", () => {
  const { data } = lengthChart(BINS, { maxLength: 511 }) as unknown as {
    data: { values: { length: string; isLong: boolean }[] };
  };
  equal(data.values.find(({ isLong }) => isLong)!.length, "512–1023");
});

Deno.test("lengthChart() refuses a chart of nothing", () => {
  throws(() => lengthChart([]), {
    name: "RangeError",
    message: "Cannot draw lengths as there must be a row: current count is 0",
  });
});
