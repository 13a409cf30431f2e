import { deepEqual, equal, match, throws } from "node:assert/strict";
import {
  type Direction,
  meanInterval,
  verdict,
  type VerdictOptions,
} from "../../lib/evaluate/mod.ts";

const claim = { direction: "greater", seeds: 5 } as const;
const between = (low: number, high: number) => ({ mean: (low + high) / 2, low, high });
const found = (low: number, high: number, options: Partial<VerdictOptions> = {}) =>
  verdict(between(low, high), { ...claim, ...options }).verdict;

Deno.test("verdict() by where the interval lies", () => {
  const table: [number, number, Direction, number, string][] = [
    [1, 2, "greater", 0, "supported"],
    [-2, -1, "greater", 0, "not supported"],
    [-1, 1, "greater", 0, "inconclusive"],
    [1, 2, "greater", 1.5, "inconclusive"],
    [1, 2, "greater", 3, "not supported"],
    [1, 2, "greater", -1, "supported"],
    [1, 2, "less", 0, "not supported"],
    [-2, -1, "less", 0, "supported"],
    [-2, -1, "less", -1.5, "inconclusive"],
    [-Infinity, Infinity, "greater", 0, "inconclusive"],
    [-Infinity, Infinity, "less", 0, "inconclusive"],
  ];
  for (const [low, high, direction, margin, expected] of table) {
    equal(
      found(low, high, { direction, margin }),
      expected,
      `[${low}, ${high}] ${direction} ${margin}`,
    );
  }
});

Deno.test("verdict() does not count the margin itself to the claimed side", () => {
  equal(found(0, 1), "inconclusive");
  equal(found(0, 0), "not supported");
  equal(found(-1, 0), "not supported");
  equal(found(0, 0, { direction: "less" }), "not supported");
  equal(found(0, 1, { direction: "less" }), "not supported");
});

Deno.test("verdict() of a mirrored interval and claim is the same", () => {
  for (const [low, high] of [[1, 2], [-1, 1], [-2, -1], [0, 1]] as const) {
    equal(
      found(-high, -low, { direction: "less", margin: -0.5 }),
      found(low, high, { margin: 0.5 }),
    );
  }
});

Deno.test("verdict() supports nothing on too few seeds, but refutes", () => {
  equal(found(1, 2, { seeds: 2 }), "inconclusive");
  equal(found(1, 2, { seeds: 3 }), "supported");
  equal(found(1, 2, { seeds: 3, minSeeds: 4 }), "inconclusive");
  equal(found(1, 2, { seeds: 1, minSeeds: 1 }), "supported");
  equal(found(-2, -1, { seeds: 1 }), "not supported");
});

Deno.test("verdict() says why and hands the interval back", () => {
  const interval = between(1, 2);
  const few = verdict(interval, { ...claim, seeds: 2 });
  equal(few.interval, interval);
  match(few.reason, /\[1, 2\] is greater than 0, but it takes 3 seeds to say so: there are 2/);
  match(verdict(interval, claim).reason, /^the interval \[1, 2\] is greater than 0$/);
  match(verdict(between(-1, 2), claim).reason, /\[-1, 2\] is not on one side of 0/);
  match(verdict(between(-2, -1), claim).reason, /no part of the interval \[-2, -1\] is greater/);
});

Deno.test("verdict() of a single run is inconclusive", () => {
  deepEqual(verdict(meanInterval([9]), { direction: "greater", seeds: 1 }).verdict, "inconclusive");
});

Deno.test("verdict() refuses what is no claim or no interval", () => {
  throws(() => found(1, 2, { direction: "up" as "less" }), { name: "TypeError", message: /"up"/ });
  throws(() => found(1, 2, { direction: "toString" as "less" }), TypeError);
  throws(() => found(1, 2, { margin: NaN }), /margin must be finite/);
  throws(() => found(2, 1), /low must not exceed high: current values are 2 and 1/);
  throws(() => found(NaN, 1), RangeError);
  for (const count of [0, 1.5, NaN]) {
    throws(() => found(1, 2, { seeds: count }), /seeds must be a whole number >= 1/);
    throws(() => found(1, 2, { minSeeds: count }), /minSeeds must be a whole number >= 1/);
  }
});
