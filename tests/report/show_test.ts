import { deepEqual, equal, match, throws } from "node:assert/strict";
import { chart, type Displayable, rewardByUpdate, show, table } from "../../lib/report/mod.ts";
import { makeRows } from "./_rows.ts";

const SPEC = rewardByUpdate(makeRows({ methods: 3, seeds: 2, steps: 6, evaluations: 3 }));
const display = (shown: Displayable) => shown[Symbol.for("Jupyter.display")]!();

Deno.test("show() of rows and of a table gives HTML, and text where there is none", async () => {
  for (const rows of [[{ a: "<b>", n: 0.25 }], table([{ a: "<b>", n: 0.25 }])]) {
    const shown = await display(show(rows));
    deepEqual(Object.keys(shown), ["text/html", "text/plain"]);
    match(String(shown["text/html"]), /^<table>.*&lt;b&gt;.*0\.250/s);
    match(String(shown["text/plain"]), /\| &lt;b&gt; \| 0\.250 \|/);
  }
});

Deno.test("show() cuts a table where it is told to", async () => {
  const shown = await display(show([{ n: 1 }, { n: 2 }], { limit: 1 }));
  match(String(shown["text/html"]), /… and 1 more row/);
});

Deno.test("chart() and show() of a chart give Vega-Lite, a picture, and words", async () => {
  for (const shown of [await display(chart(SPEC)), await display(show(SPEC))]) {
    deepEqual(Object.keys(shown), [
      "application/vnd.vegalite.v5+json",
      "image/svg+xml",
      "text/plain",
    ]);
    match(String(shown["image/svg+xml"]), /^<svg /);
    equal(shown["text/plain"], SPEC.description);
    const { $schema, ...rest } = shown["application/vnd.vegalite.v5+json"] as typeof SPEC;
    match($schema, /v5\.json$/);
    deepEqual(
      rest,
      Object.fromEntries(Object.entries(SPEC).filter(([name]) => name !== "$schema")),
    );
  }
});

Deno.test("show() refuses what it cannot show", () => {
  for (const thing of [undefined, null, 3, "x", {}, [1, 2]]) {
    throws(() => show(thing as never), /TypeError: Cannot show a thing/);
  }
});
