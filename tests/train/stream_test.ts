import { deepEqual, equal } from "node:assert/strict";
import { key } from "../../lib/base/mod.ts";
import { rowsOfStep, stepsPerEpoch } from "../../lib/train/mod.ts";

Deno.test("rowsOfStep() takes rows in file order, and begins anew after the last", () => {
  const stream = { rows: 5, batchSize: 2 };
  const seen = [0, 1, 2, 3].map((step) => [...rowsOfStep(stream, step)]);
  deepEqual(seen, [[0, 1], [2, 3], [4], [0, 1]]);
});

Deno.test("rowsOfStep() shuffles each epoch in its own order, and leaves no row out", () => {
  const stream = { rows: 50, batchSize: 7, shuffle: key(1) };
  const perEpoch = stepsPerEpoch(stream);
  equal(perEpoch, 8);
  const epoch = (e: number) =>
    Array.from({ length: perEpoch }, (_, i) => [...rowsOfStep(stream, e * perEpoch + i)]).flat();
  for (const e of [0, 1]) {
    deepEqual([...epoch(e)].sort((a, b) => a - b), Array.from({ length: 50 }, (_, i) => i));
  }
  equal(epoch(0).join() === epoch(1).join(), false);
});
