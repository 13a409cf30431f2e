import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { key, uniform } from "../../lib/base/mod.ts";
import {
  dynamicRegret,
  logLogSlope,
  pathLength,
  regret,
  regretTracker,
} from "../../lib/regret/mod.ts";
import { assertClose, fixture } from "../_support.ts";

const ROUNDS = 200;
const draw = (seed: number) => [...uniform(key(seed), ROUNDS)];
const comparators = { a: draw(1), b: draw(2), c: draw(3) };
const played = draw(4);

Deno.test("regret() of three rounds, by hand", () => {
  const { played, comparators } = {
    played: [4, 2, 1],
    comparators: { u: [1, 2, 3], v: [3, 1, 1] },
  };
  deepEqual(regret({ played, comparators }), {
    rounds: 3,
    best: "v", // 5 against 6
    total: 2,
    curve: [1, 2, 2],
    average: [1, 1, 2 / 3],
    curves: { u: [3, 3, 1], v: [1, 2, 2] },
    slope: 0, // from round 2 to 3
  });
});

Deno.test("regret() of the best comparator is 0 in every round", () => {
  const { best } = regret({ played, comparators });
  const own = comparators[best as "a"];
  const { total, curve, average } = regret({ played: own, comparators });
  equal(total, 0);
  ok([...curve, ...average].every((r) => r === 0));
});

Deno.test("regret() is total loss less the least total loss, whatever the order of the comparators", () => {
  const sum = (losses: readonly number[]) => losses.reduce((a, b) => a + b, 0);
  const totals = Object.values(comparators).map(sum);
  const backwards = Object.fromEntries(Object.entries(comparators).toReversed());
  const [a, b] = [regret({ played, comparators }), regret({ played, comparators: backwards })];
  assertClose([a.total], [sum(played) - Math.min(...totals)], 1e-12);
  deepEqual([a.best, a.curve], [b.best, b.curve]);
});

Deno.test("regret() does not change when the loss of every round is shifted for all", () => {
  const shifts = draw(5);
  const shift = (losses: readonly number[]) => losses.map((x, t) => x + shifts[t]!);
  const shifted = Object.entries(comparators).map(([name, losses]) => [name, shift(losses)]);
  const moved = regret({ played: shift(played), comparators: Object.fromEntries(shifted) });
  const still = regret({ played, comparators });
  equal(moved.best, still.best);
  assertClose(moved.curve, still.curve, 1e-12);
});

Deno.test("regret() names the first of equal comparators", () => {
  equal(regret({ played: [1], comparators: { z: [0], y: [0] } }).best, "z");
});

Deno.test("regret() refuses what it cannot measure, naming round and comparator", () => {
  const cases: [Parameters<typeof regret>[0], RegExp][] = [
    [{ played: [], comparators: { u: [] } }, /there must be a round/],
    [{ played: [1], comparators: {} }, /there must be a comparator/],
    [{ played: [1, NaN], comparators: { u: [1, 1] } }, /the played module in round 2 .* NaN/],
    [{ played: [1, 1], comparators: { u: [1, Infinity] } }, /"u" in round 2 .* Infinity/],
    [{ played: [1, 1], comparators: { u: [1] } }, /"u" must have a loss in each of 2 .* 1$/],
  ];
  for (const [losses, message] of cases) {
    throws(() => regret(losses), { name: "RangeError", message });
  }
});

Deno.test("regretTracker() reports what regret() computes from its losses", () => {
  const tracker = regretTracker();
  const { a, b, c } = comparators;
  played.forEach((loss, t) => tracker.record(loss, { a: a[t]!, b: b[t]! }));
  tracker.compare("c", Float64Array.from(c));
  const { steps, ...found } = tracker.report();
  const expected = regret({ played, comparators });
  deepEqual(steps, played.map((_, t) => t + 1));
  equal(found.best, expected.best);
  assertClose(found.curve, expected.curve, 1e-12);
  for (const name of ["a", "b", "c"]) {
    assertClose(found.curves[name]!, expected.curves[name]!, 1e-12);
  }
  assertClose([found.total], [expected.total], 1e-12);
});

Deno.test("regretTracker() refuses a broken round and keeps the ones before it", () => {
  const tracker = regretTracker();
  throws(() => tracker.record(1, { u: NaN }), /comparator "u" in round 1 must be finite/);
  tracker.record(1, { u: 2, v: 3 });
  const broken: [number, Record<string, number>, RegExp][] = [
    [NaN, { u: 1, v: 1 }, /the played module in round 2 must be finite: current value is NaN/],
    [1, { u: 1 }, /comparator "v" in round 2 must be finite: current value is undefined/],
    [1, { u: 1, v: 1, w: 1 }, /round 2 as comparator "w" must have a loss in every round/],
  ];
  for (const [loss, rivals, message] of broken) {
    throws(() => tracker.record(loss, rivals), { name: "RangeError", message });
  }
  throws(() => tracker.compare("u", [1]), /its name must be new: current value is "u"/);
  throws(() => tracker.compare("w", [1, 2]), /"w" must have a loss in each of 1 rounds/);
  throws(() => tracker.compare("w", [NaN]), /"w" in round 1/);
  equal(tracker.state().rounds, 1);
  deepEqual(tracker.report().curves, { u: [-1], v: [-2] });
});

Deno.test("regretTracker() without a comparator has nothing to report", () => {
  const tracker = regretTracker();
  throws(() => tracker.report(), /there must be a round/);
  tracker.record(1);
  throws(() => tracker.report(), /there must be a comparator/);
});

Deno.test("dynamicRegret() against one fixed comparator is static regret", () => {
  const { curve, average } = regret({ played, comparators: { a: comparators.a } });
  deepEqual(dynamicRegret(played, comparators.a), { total: curve.at(-1), curve, average });
});

Deno.test("dynamicRegret() refuses missing rounds and losses that are not finite", () => {
  throws(() => dynamicRegret([], []), RangeError);
  throws(() => dynamicRegret([1, 2], [1]), /the moving comparator must have a loss in each of 2/);
  throws(() => dynamicRegret([1, 2], [1, NaN]), /the moving comparator in round 2/);
  throws(() => dynamicRegret([NaN], [1]), /the played module in round 1/);
});

Deno.test("pathLength() by hand", () => {
  equal(pathLength([]), 0);
  equal(pathLength([[1, 2]]), 0);
  equal(pathLength([[0, 0], [3, 4], [3, 4], [0, 0]]), 10);
  throws(() => pathLength([[0, 0], [1]]), /round 2 must have 2 coordinates: current count is 1/);
  throws(() => pathLength([[0], [NaN]]), /round 2 must be finite: current value is NaN/);
});

Deno.test("logLogSlope() finds the power of a power law, from any round", () => {
  for (const power of [0.25, 0.5, 1]) {
    const curve = Array.from({ length: 50 }, (_, i) => 7 * (i + 1) ** power);
    for (const from of [1, 10, 49]) assertClose([logLogSlope(curve, { from })!], [power], 1e-12);
  }
});

Deno.test("logLogSlope() of some rounds is that of a power law at them", () => {
  const steps = [3, 10, 100, 1000];
  const curve = steps.map((t) => 2 * Math.sqrt(t));
  assertClose([logLogSlope(curve, { steps, from: 1 })!], [0.5], 1e-12);
  equal(logLogSlope(curve, { steps }), undefined); // one point in the second half
});

Deno.test("logLogSlope() leaves out the first half by default", () => {
  const curve = Array.from({ length: 40 }, (_, i) => i < 19 ? -1 : Math.sqrt(i + 1));
  assertClose([logLogSlope(curve)!], [0.5], 1e-12);
  equal(logLogSlope(curve, { from: 19 }), undefined);
});

Deno.test("logLogSlope() gives none where there is none", () => {
  for (const curve of [[], [1], [0, 0, 0], [1, 2, 0]]) equal(logLogSlope(curve), undefined);
  equal(logLogSlope([1, 2, 3], { from: 3 }), undefined);
  for (const from of [0, 1.5, NaN]) throws(() => logLogSlope([1, 2], { from }), RangeError);
});

Deno.test("regret() and logLogSlope() agree with NumPy", async () => {
  const { regret: known } = await fixture<{ regret: Known }>("statistics.json");
  const { best, curve, average, curves, slope } = regret(known);
  equal(best, known.best);
  assertClose(curve, known.curve, 1e-12, { scale: 10 });
  assertClose(average, known.average, 1e-12);
  for (const [name, expected] of Object.entries(known.curves)) {
    assertClose(curves[name]!, expected, 1e-12, { scale: 10 });
  }
  assertClose([slope!, logLogSlope(curve, { from: 10 })!], [known.slope, known.slopeFrom10], 1e-12);
  assertClose([pathLength(known.points)], [known.pathLength], 1e-12, { scale: 10 });
});

interface Known {
  readonly played: number[];
  readonly comparators: Record<string, number[]>;
  readonly best: string;
  readonly curve: number[];
  readonly average: number[];
  readonly curves: Record<string, number[]>;
  readonly slope: number;
  readonly slopeFrom10: number;
  readonly points: number[][];
  readonly pathLength: number;
}
