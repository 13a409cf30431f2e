import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { roundUp } from "../../lib/tokens/mod.ts";

Deno.test("roundUp() gives multiples of the step with three binary digits", () => {
  const sizes = new Set(Array.from({ length: 20 * 16 }, (_, i) => roundUp(i + 1, 16) / 16));
  deepEqual([...sizes], [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20]);
});

Deno.test("roundUp() is never below, never a quarter above once the step is small, and keeps its own results", () => {
  for (let count = 1; count <= 5000; count++) {
    const rounded = roundUp(count, 1);
    ok(rounded >= count && rounded < 1.25 * count, `${count} becomes ${rounded}`);
    equal(roundUp(rounded, 1), rounded);
  }
});

Deno.test("roundUp() leaves nothing at nothing", () => {
  equal(roundUp(0, 128), 0);
});

Deno.test("roundUp() refuses a step that is none", () => {
  for (const step of [0, 1.5, NaN]) {
    throws(() => roundUp(3, step), {
      name: "RangeError",
      message: `Cannot round up as the step must be a whole number ≥ 1: current value is ${step}`,
    });
  }
});

Deno.test("roundUp() to two digits knows 1, 2, 3, 4, 6, 8, 12, …", () => {
  const found = Array.from({ length: 20 }, (_, i) => roundUp(i + 1, 1, 2));
  deepEqual([...new Set(found)], [1, 2, 3, 4, 6, 8, 12, 16, 24]);
});
