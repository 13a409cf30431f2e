import { deepEqual, equal, match } from "node:assert/strict";
import { aq } from "../../lib/base/table.ts";
import { table, tableCsv, tableHtml, tableMarkdown } from "../../lib/report/mod.ts";
import { metricsCsv } from "../../lib/report/table_csv.ts";
import { makeRows } from "./_rows.ts";

Deno.test("measurements survive a round trip through CSV to the last digit", () => {
  const rows = makeRows({ methods: 3, seeds: 2, steps: 10, evaluations: 2 });
  deepEqual(aq.fromCSV(metricsCsv(rows)).objects(), rows);
});

Deno.test("texts with commas, quotes and line breaks survive a round trip through CSV", () => {
  const rows = [{ text: 'a, "b"\nc', n: 0.1 + 0.2 }, { text: "<br />|", n: -1e-300 }];
  deepEqual(aq.fromCSV(tableCsv(rows)).objects(), rows);
});

Deno.test("no measurement is a heading and no line", () => {
  equal(metricsCsv([]), "method,seed,step,metric,value\n");
});

Deno.test("table() takes rows that do not have all names", () => {
  deepEqual(table([{ a: 1 }, { a: 2, b: 3 }]).objects(), [{ a: 1, b: null }, { a: 2, b: 3 }]);
  equal(table([]).numRows(), 0);
});

Deno.test("tables show filtered, sorted rows as arquero sees them", () => {
  const shown = tableMarkdown(
    table([{ a: 3 }, { a: 1 }, { a: 2 }]).filter("d => d.a > 1").orderby("a"),
  );
  equal(shown, "| a |\n| -----: |\n| 2 |\n| 3 |\n");
});

Deno.test("long tables are cut, and say how many rows they leave out", () => {
  const rows = Array.from({ length: 7 }, (_, i) => ({ i }));
  match(tableHtml(rows, { limit: 5 }), /… and 2 more rows/);
  equal(tableHtml(rows, { limit: 5 }).match(/<td/g)!.length, 5);
  match(tableMarkdown(rows, { limit: 6 }), /… and 1 more row/);
});
