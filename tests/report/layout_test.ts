import { deepEqual, equal, ok } from "node:assert/strict";
import { fold, key, uniform } from "../../lib/base/mod.ts";
import { linearScale, logScale } from "../../lib/report/axis_scale.ts";
import { spread } from "../../lib/report/spread.ts";
import { textWidth } from "../../lib/report/text_width.ts";
import { linearTicks, logTicks } from "../../lib/report/ticks.ts";
import { assertClose } from "./_close.ts";

Deno.test("spread() leaves labels alone that have room", () => {
  deepEqual(spread([90, 10, 50], 15, 100), [90, 10, 50]);
});

Deno.test("spread() parts two labels evenly, and keeps them within the bounds", () => {
  deepEqual(spread([50, 50], 10, 100), [45, 55]);
  deepEqual(spread([0, 1], 10, 100), [0, 10]);
  deepEqual(spread([99, 100], 10, 100), [90, 100]);
});

Deno.test("spread() keeps order and distance whatever the labels", () => {
  for (let trial = 0; trial < 200; trial++) {
    const targets = Array.from(uniform(fold(key(1), trial), 14), (u) => 340 * u ** (1 + trial % 5));
    const placed = spread(targets, 15, 340);
    const order = targets.map((_, i) => i).sort((a, b) => targets[a]! - targets[b]!);
    for (const [rank, i] of order.entries()) {
      ok(placed[i]! >= -1e-9 && placed[i]! <= 340 + 1e-9, `label ${i} at ${placed[i]}`);
      if (rank > 0) ok(placed[i]! - placed[order[rank - 1]!]! >= 15 - 1e-9);
    }
  }
});

Deno.test("spread() moves as little as possible", () => {
  // By hand: with gaps taken off, (10, 11, 9 + …) pools to its mean.
  assertClose(spread([10, 12, 11], 4, 100), [7, 15, 11], 1e-9);
});

Deno.test("textWidth() knows the advance widths of Helvetica", () => {
  // i = 222, W = 944 thousandths of an em; 12 % slack, rounded up.
  equal(textWidth("i".repeat(10), 100), Math.ceil(222 * 1.12));
  equal(textWidth("W".repeat(10), 100), Math.ceil(944 * 1.12));
  ok(textWidth("dpo", 12, "bold") > textWidth("dpo", 12));
});

Deno.test("linear ticks are round numbers within the ends", () => {
  deepEqual(linearTicks(0, 1), { ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], step: 0.2 });
  deepEqual(linearTicks(-0.04, 0.31).ticks, [0, 0.1, 0.2, 0.3]);
  deepEqual(linearTicks(0, 200, 8).ticks, [0, 50, 100, 150, 200]);
});

Deno.test("logarithmic ticks are 1, 2, 5 over few decades and powers of ten over many", () => {
  deepEqual(logTicks(0.004, 0.06), [0.005, 0.01, 0.02, 0.05]);
  deepEqual(logTicks(5e-6, 0.2), [1e-5, 1e-4, 1e-3, 1e-2, 1e-1]);
  ok(logTicks(1e-30, 1).length <= 9);
});

Deno.test("a linear axis begins at 0 where values begin near it, and ends at its bounds", () => {
  equal(linearScale()([0.1, 4]).domain[0], 0);
  ok(linearScale()([-0.1, 4]).domain[0] < -0.1);
  ok(linearScale()([3, 4]).domain[0] > 2.5);
  equal(linearScale([0, 1])([0.5, 0.999]).domain[1], 1);
});

Deno.test("axes have a length even where values do not move, or where there is none", () => {
  for (const values of [[0], [0.5, 0.5], [], [-3]]) {
    for (const make of [linearScale(), logScale()]) {
      const { domain: [low, high] } = make(values);
      ok(high > low, `${values}: from ${low} to ${high}`);
    }
  }
});

Deno.test("axes place values in proportion, a logarithmic one puts 0 on its lower end", () => {
  const linear = linearScale()([0, 10]);
  assertClose([linear.place(linear.domain[0]), linear.place(linear.domain[1])], [0, 1], 1e-12);
  const log = logScale()([0.01, 1]);
  assertClose([log.place(0.1), log.place(0), log.place(log.domain[1])], [0.5, 0, 1], 1e-9);
});
