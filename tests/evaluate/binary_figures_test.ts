import { deepEqual, equal, throws } from "node:assert/strict";
import { normal, uniform } from "../../lib/base/random.ts";
import { binaryFigures, probability } from "../../lib/evaluate/mod.ts";
import { assertClose } from "../_support.ts";

const z = Array.from(normal([3, 4], 4000), (x) => 2 * x);
const labels = Array.from(uniform([5, 6], 4000), (u, i) => u < probability(z[i]!));

Deno.test("binaryFigures() gives a table by hand", () => {
  const [third, half] = [Math.log(1 / 2), 0];
  const figures = binaryFigures([third, third, half, Math.log(9)], [true, false, true, true], {
    bins: 2,
  });
  equal(figures.n, 4);
  equal(figures.accuracy, 0.5);
  deepEqual(figures.confusion, {
    truePositive: 1,
    falseNegative: 2,
    trueNegative: 1,
    falsePositive: 0,
  });
  // Bin [0, 1/2): mean 1/3, half positive. Bin [1/2, 1]: mean .7, all positive.
  assertClose([figures.ece], [(2 * (1 / 2 - 1 / 3) + 2 * 0.3) / 4], 1e-12);
  assertClose([figures.brier], [(4 / 9 + 1 / 9 + 1 / 4 + 0.01) / 4], 1e-12);
  const loss = -Math.log(1 / 3) - Math.log(2 / 3) - Math.log(1 / 2) - Math.log(0.9);
  assertClose([figures.logLoss], [loss / 4], 1e-12);
});

Deno.test("binaryFigures() finds honest probabilities calibrated and loud ones not", () => {
  const honest = binaryFigures(z, labels);
  const loud = binaryFigures(z.map((x) => 4 * x), labels);
  equal(honest.ece < 0.03, true);
  equal(loud.ece > 0.1, true);
  equal(loud.accuracy, honest.accuracy);
  equal(loud.logLoss > honest.logLoss, true);
});

Deno.test("binaryFigures() mirrors: classes swapped give the same figures", () => {
  const [a, b] = [binaryFigures(z, labels), binaryFigures(z.map((x) => -x), labels.map((l) => !l))];
  assertClose([b.accuracy, b.brier, b.logLoss], [a.accuracy, a.brier, a.logLoss], 1e-12);
  assertClose([b.ece], [a.ece], 1e-12);
  equal(a.confusion.truePositive, b.confusion.trueNegative);
});

Deno.test("binaryFigures() stays finite where a sure judge errs", () => {
  equal(binaryFigures([800, -800], [false, false]).logLoss, 400);
});

Deno.test("binaryFigures() refuses what cannot be measured", () => {
  throws(() => binaryFigures([], []), RangeError);
  throws(() => binaryFigures([NaN], [true]), /logOdds\[0\] must be finite: current value is NaN/);
  throws(() => binaryFigures([1, 2], [true]), /one label a text .* 2 texts, 1 labels/);
  throws(() => binaryFigures([1], [true], { bins: 0 }), /0 bins/);
});
