import { deepEqual, equal, throws } from "node:assert/strict";
import { fold, key } from "../../../lib/base/mod.ts";
import { reservoir } from "../../../lib/experiments/mod.ts";
import { assertClose } from "../../_support.ts";

Deno.test("reservoir() keeps every item with the same probability", () => {
  const counts = Array<number>(10).fill(0);
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    const kept = reservoir(counts.keys(), 3, fold(key(1), run));
    equal(new Set(kept).size, 3);
    for (const item of kept) counts[item]!++;
  }
  // A share of 0.3 has a standard deviation of 0.0102 over so many runs.
  assertClose(counts.map((count) => count / runs), counts.map(() => 0.3), 0.041);
});

Deno.test("reservoir() keeps the same of the same stream with the same key", () => {
  deepEqual(reservoir([1, 2, 3, 4, 5], 2, key(2)), reservoir([1, 2, 3, 4, 5], 2, key(2)));
  throws(() => reservoir([1], 0, key(0)), {
    name: "RangeError",
    message: /size must be a whole number ≥ 1/,
  });
});
