/** The tracker of regret: what it remembers, and that it does not grow. */
import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { key, uniform } from "../../lib/base/mod.ts";
import { regret, type RegretState, regretTracker } from "../../lib/regret/mod.ts";
import { NOTHING, plusExactly, totalOf } from "../../lib/regret/compensated_sum.ts";
import { isKept } from "../../lib/regret/kept_rounds.ts";
import { assertClose } from "../_support.ts";

const LONG = 100_000;
const played = uniform(key(1), LONG);
const comparators = { a: uniform(key(2), LONG), b: uniform(key(3), LONG) };
const sizeOf = (state: RegretState) => JSON.stringify(state).length;

Deno.test("regretTracker() of 100,000 rounds remembers no more than of 1,000, and is exact", () => {
  const tracker = regretTracker();
  const sizes: number[] = [];
  for (let t = 0; t < LONG; t++) {
    tracker.record(played[t]!, { a: comparators.a[t]!, b: comparators.b[t]! });
    if ([1000, 10_000, LONG].includes(t + 1)) sizes.push(tracker.state().kept.length);
  }
  ok(sizes.every((kept) => kept <= 512 && kept > 100), `${sizes}`);
  ok(sizeOf(tracker.state()) < 40_000);
  const found = tracker.report();
  const whole = regret({ played, comparators });
  equal(found.rounds, LONG);
  equal(found.best, whole.best);
  ok(found.steps.at(-1) === LONG && found.curve.length === found.steps.length);
  assertClose(found.curve, found.steps.map((t) => whole.curve[t - 1]!), 1e-9);
  assertClose(found.average, found.steps.map((t) => whole.average[t - 1]!), 1e-12);
});

Deno.test("regretTracker() keeps the curve of every round while there is room, then as many in each doubling", () => {
  const tracker = regretTracker({ points: 64 });
  const record = (to: number) => {
    while (tracker.state().rounds < to) {
      const t = tracker.state().rounds;
      tracker.record(played[t]!, { a: comparators.a[t]! });
    }
  };
  record(64);
  deepEqual(tracker.report().steps, Array.from({ length: 64 }, (_, i) => i + 1));
  record(3001);
  const { steps } = tracker.report();
  ok(steps.length <= 65 && steps.length > 30);
  deepEqual(steps.slice(0, -1).filter((t) => !isKept(t, tracker.state().resolution)), []);
  equal(steps.at(-1), 3001);
});

Deno.test("regretTracker() thins a late comparator as it thins what was played", () => {
  const [early, late] = [regretTracker({ points: 64 }), regretTracker({ points: 64 })];
  for (let t = 0; t < 777; t++) {
    early.record(played[t]!, { a: comparators.a[t]! });
    late.record(played[t]!);
  }
  late.compare("a", comparators.a.subarray(0, 777));
  deepEqual(late.report(), early.report());
});

Deno.test("regretTracker() goes on from its state after a trip through JSON, wherever it was cut", () => {
  for (const cut of [0, 1, 77, 500]) {
    const [half, one] = [regretTracker({ points: 64 }), regretTracker({ points: 64 })];
    for (let t = 0; t < 600; t++) {
      const rivals = { a: comparators.a[t]! };
      one.record(played[t]!, rivals);
      if (t < cut) half.record(played[t]!, rivals);
    }
    const other = regretTracker({ earlier: JSON.parse(JSON.stringify(half.state())) });
    for (let t = cut; t < 600; t++) other.record(played[t]!, { a: comparators.a[t]! });
    deepEqual(other.state(), one.state());
    equal(half.state().rounds, cut);
  }
});

Deno.test("regretTracker() hands out states that later rounds do not change", () => {
  const tracker = regretTracker();
  tracker.record(1, { a: 0 });
  const before = tracker.state();
  const copy = structuredClone(before);
  tracker.record(2, { a: 1 });
  deepEqual(before, copy);
});

Deno.test("regretTracker() refuses too few points", () => {
  for (const points of [63, 64.5, NaN]) {
    throws(() => regretTracker({ points }), /points must be a whole number >= 64/);
  }
});

Deno.test("plusExactly() loses nothing where plain addition does", () => {
  const numbers = [1e16, 1, 1, -1e16];
  equal(numbers.reduce((a, b) => a + b, 0), 0);
  equal(totalOf(numbers.reduce(plusExactly, NOTHING)), 2);
});

Deno.test("isKept() at a coarser resolution keeps part of what a finer one keeps", () => {
  for (let t = 1; t < 5000; t++) {
    for (const resolution of [4, 64]) {
      if (isKept(t, resolution / 2)) ok(isKept(t, resolution), `round ${t}`);
    }
  }
  deepEqual(Array.from({ length: 20 }, (_, i) => i + 1).filter((t) => isKept(t, 2)), [
    1,
    2,
    3,
    4,
    6,
    8,
    12,
    16,
  ]);
});
