import { deepEqual, equal } from "node:assert/strict";
import { formatColumn } from "../../lib/report/format_column.ts";
import { formatInterval, formatNumber } from "../../lib/report/mod.ts";

Deno.test("formatNumber() gives readers three digits", () => {
  const told = [0, 1, -0.5, 12.345, 0.00012345, 1e-5, 123456.7, 1e12, Infinity].map((x) =>
    formatNumber(x)
  );
  deepEqual(told, [
    "0",
    "1",
    "-0.500",
    "12.3",
    "0.000123",
    "1.00e-5",
    "123457",
    "1.00e+12",
    "Infinity",
  ]);
  equal(formatNumber(0.123456, { digits: 5 }), "0.12346");
});

Deno.test("formatInterval() shows two digits of the half width, and no minus zero", () => {
  equal(formatInterval({ mean: 12.34, low: 2, high: 22 }), "12 [2, 22]");
  equal(formatInterval({ mean: -0.001, low: -0.2, high: 0.2 }), "0.00 [-0.20, 0.20]");
  equal(formatInterval({ mean: 0.5, low: 0.5, high: 0.5 }), "0.500 [0.500, 0.500]");
  equal(formatInterval({ mean: 0.71234, low: -Infinity, high: Infinity }), "0.712 (no interval)");
});

Deno.test("columns are formatted alike", () => {
  const cells = (values: readonly unknown[]) => formatColumn(values).cells;
  deepEqual(cells([0.5, 12.25, 3]), ["0.5", "12.3", "3.0"]);
  deepEqual(cells([0, 20, 200]), ["0", "20", "200"]);
  deepEqual(cells([2.1e-10, 0.025]), ["2.10e-10", "0.0250"]);
  deepEqual(cells([true, null, undefined, "x"]), ["yes", "–", "–", "x"]);
  const intervals = [[1, 1], [10.04, 0.04], [3, 30]].map(([mean, half]) => ({
    mean: mean!,
    low: mean! - half!,
    high: mean! + half!,
  }));
  deepEqual(cells(intervals), [
    "1.0 [0.0, 2.0]",
    "10.0 [10.0, 10.1]",
    "3.0 [-27.0, 33.0]",
  ]);
});

Deno.test("numbers and intervals stand flush right, gaps or not", () => {
  const numeric = (values: readonly unknown[]) => formatColumn(values).numeric;
  deepEqual(
    [[1, null], [{ mean: 1, low: 0, high: 2 }], ["1"], [1, "x"], [null]].map(numeric),
    [true, true, false, false, false],
  );
});
