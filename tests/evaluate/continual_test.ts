import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { fold, key, permutation, uniform } from "../../lib/base/mod.ts";
import {
  alignmentTax,
  averagePerformance,
  averagePerformanceCurve,
  backwardTransfer,
  backwardTransferByDomain,
  forgetting,
  forgettingByDomain,
  forgettingCurve,
  forwardTransfer,
  forwardTransferByDomain,
  rpms,
  sfr,
  type TaskMatrix,
  taskMatrix,
  taskRows,
} from "../../lib/evaluate/mod.ts";
import { assertClose } from "../_support.ts";

const NAMES = ["a", "b", "c", "d"];

// "a" is best after "b", before it is forgotten; "b" is best at the end; "c" profits from "a" before its turn.
const table = taskMatrix(["a", "b", "c"], [[6, 2, 5], [8, 7, 4], [3, 9, 10]], {
  before: [1, 3, 2],
});

/** Scores from 0 to 1, made up from a seed. */
function drawn(seed: number): TaskMatrix {
  const numbers = uniform(fold(key(1), seed), 20);
  const rows = Array.from({ length: 5 }, (_, t) => [...numbers.slice(4 * t, 4 * t + 4)]);
  return taskMatrix(NAMES, rows.slice(1), { before: rows[0]! });
}

/** A matrix with a function of each entry; `t` is 0 for the row before any training. */
function changed(
  { domains, before, after }: TaskMatrix,
  change: (value: number, t: number, i: number) => number,
): TaskMatrix {
  const rows = [before!, ...after].map((row, t) => row.map((value, i) => change(value, t, i)));
  return taskMatrix(domains, rows.slice(1), { before: rows[0]! });
}

Deno.test("average performance by hand", () => {
  assertClose([averagePerformance(table)], [22 / 3], 1e-14);
  assertClose(averagePerformanceCurve(table), [6, 7.5, 22 / 3], 1e-14);
});

Deno.test("forgetting by hand: the fall from the best before, which may be negative", () => {
  deepEqual(forgettingByDomain(table), [5, -2]);
  deepEqual(forgettingByDomain(table, { after: 2 }), [-2]);
  deepEqual(forgettingCurve(table), [-2, 1.5]);
  equal(forgetting(table), 1.5);
});

Deno.test("transfer by hand: backward since a domain's own turn, forward until then", () => {
  deepEqual(backwardTransferByDomain(table), [-3, 2]);
  equal(backwardTransfer(table), -0.5);
  deepEqual(forwardTransferByDomain(table), [-1, 2]);
  equal(forwardTransfer(table), 0.5);
});

Deno.test("CPPO's measures by hand", () => {
  equal(rpms([2, 4, 9]), 5);
  equal(sfr(table), 3);
  equal(alignmentTax([0.5, 0.25], [0.25, 0.25]), 0.125);
});

Deno.test("with two tasks SFR is forgetting, and forgetting is negated backward transfer", () => {
  const two = taskMatrix(["a", "b"], [[6, 2], [3, 9]]);
  deepEqual([sfr(two), -backwardTransfer(two)], [forgetting(two), forgetting(two)]);
});

Deno.test("forgetting is at least negated backward transfer", () => {
  for (let seed = 0; seed < 100; seed++) {
    const matrix = drawn(seed);
    ok(forgetting(matrix) >= -backwardTransfer(matrix) - 1e-15, `${seed}`);
  }
});

Deno.test("where no score ever falls nothing is forgotten", () => {
  for (let seed = 0; seed < 20; seed++) {
    const rising = changed(drawn(seed), (value, t) => value + t);
    ok(forgettingByDomain(rising).every((fall) => fall <= 0));
    ok(forgettingCurve(rising).every((fall) => fall <= 0));
    ok(backwardTransfer(rising) >= 0 && sfr(rising) <= 0);
  }
});

Deno.test("the order of all domains but the last changes neither forgetting nor average performance", () => {
  for (let seed = 0; seed < 20; seed++) {
    const matrix = drawn(seed);
    const order = [...permutation(fold(key(2), seed), 3), 3];
    const columns = matrix.after.map((row) => order.map((i) => row[i]!));
    const mixed = taskMatrix(order.map((i) => NAMES[i]!), columns);
    assertClose([forgetting(mixed)], [forgetting(matrix)], 1e-15);
    assertClose([averagePerformance(mixed)], [averagePerformance(matrix)], 1e-15);
  }
});

Deno.test("a domain's own level moves the average alone, the unit scales all", () => {
  const matrix = drawn(3);
  const moved = changed(matrix, (value, _, i) => value + 10 * i);
  const scaled = changed(matrix, (value) => 3 * value);
  for (const measure of [forgetting, backwardTransfer, forwardTransfer, sfr]) {
    assertClose([measure(moved)], [measure(matrix)], 1e-13);
    assertClose([measure(scaled)], [3 * measure(matrix)], 1e-14);
  }
  assertClose([averagePerformance(moved)], [averagePerformance(matrix) + 15], 1e-13);
});

Deno.test("curves end in the numbers that they lead to", () => {
  const matrix = drawn(4);
  equal(forgettingCurve(matrix).at(-1), forgetting(matrix));
  equal(averagePerformanceCurve(matrix).at(-1), averagePerformance(matrix));
  equal(forgettingCurve(matrix).length, 3);
});

Deno.test("taskMatrix() keeps a copy", () => {
  const [domains, scores, before] = [["a"], [[1]], [0]];
  const matrix = taskMatrix(domains, scores, { before });
  [domains[0], scores[0]![0], before[0]] = ["z", 9, 9];
  deepEqual(matrix, { domains: ["a"], before: [0], after: [[1]] });
  deepEqual(taskMatrix(["a"], [[1]]), { domains: ["a"], after: [[1]] });
  equal(averagePerformance(matrix), 1);
});

Deno.test("taskRows() says every entry once, in long format", () => {
  const rows = taskRows(table, "ofs-dpo", { seed: 2, metric: "reward" });
  equal(rows.length, 12);
  deepEqual(rows[0], {
    method: "ofs-dpo",
    seed: 2,
    step: 0,
    metric: "reward",
    after: null,
    on: "a",
    value: 1,
  });
  const back = ["a", "b", "c"].map((after) =>
    rows.filter((row) => row.after === after).map(({ value }) => value)
  );
  deepEqual(back, table.after);
  deepEqual(
    taskRows(taskMatrix(["a", "b"], [[1, 2], [3, 4]]), "dpo").map(({ step }) => step),
    [1, 1, 2, 2],
  );
});

Deno.test("a task matrix that is none is refused, wherever it comes from", () => {
  throws(() => taskMatrix([], []), /there must be a domain: current count is 0/);
  throws(() => taskMatrix(["a", "a"], [[1, 2], [3, 4]]), /different and not empty: .* "a"/);
  throws(() => taskMatrix(["a", ""], [[1, 2], [3, 4]]), /different and not empty: .* ""/);
  throws(
    () => taskMatrix(["a", "b"], [[1, 2]]),
    /a row for each of 2 domains: current count is 1/,
  );
  throws(
    () => taskMatrix(["a", "b"], [[1, 2], [3]]),
    /after\[1\] must have a score for each of 2 domains: current count is 1/,
  );
  throws(() => taskMatrix(["a", "b"], [[1, 2], [3, NaN]]), /after\[1\]\[1\] must be finite/);
  throws(() => taskMatrix(["a"], [[1]], { before: [] }), /before must have a score for each of 1/);
  throws(() => taskMatrix(["a"], [[1]], { before: [NaN] }), /before\[0\] must be finite/);
  const broken = { domains: ["a", "b"], after: [[1, 2]] };
  for (const measure of [averagePerformance, forgetting, backwardTransfer, forwardTransfer, sfr]) {
    throws(() => measure(broken), /current count is 1/);
  }
});

Deno.test("one domain has no forgetting, no start has no forward transfer", () => {
  const one = taskMatrix(["a"], [[1]], { before: [0] });
  for (const measure of [forgetting, forgettingCurve, backwardTransfer, forwardTransfer, sfr]) {
    throws(() => measure(one), /RangeError: Cannot .* as there must be at least 2 domains/);
  }
  throws(
    () => forwardTransfer(taskMatrix(["a", "b"], [[1, 2], [3, 4]])),
    /RangeError: Cannot measure forward transfer as before must hold/,
  );
  for (const after of [1, 4, 2.5, NaN]) {
    throws(() => forgettingByDomain(table, { after }), /after must be one of 2 to 3/);
  }
});

Deno.test("CPPO's measures refuse what is no list of scores", () => {
  throws(() => rpms([]), /scores must not be empty/);
  throws(() => rpms([1, NaN]), /scores\[1\] must be finite/);
  throws(() => alignmentTax([1], [1, 2]), /equally long: current lengths are 1 and 2/);
});
