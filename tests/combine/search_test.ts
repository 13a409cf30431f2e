import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { key } from "../../lib/base/mod.ts";
import {
  box,
  byEvolution,
  byGradient,
  byGrid,
  searchWeights,
  simplex,
  type WeightLoss,
} from "../../lib/combine/mod.ts";
import { assertClose } from "../_support.ts";

/** Σ c_i (λ_i − t_i)², whose minimum is the target where that lies in the region. */
function bowl(target: readonly number[], curvature: readonly number[] = target.map(() => 1)) {
  const loss: WeightLoss = {
    count: target.length,
    at: async (weights) => (await loss.slope(weights)).value,
    slope(weights) {
      const off = weights.map((weight, i) => weight - target[i]!);
      return Promise.resolve({
        value: off.reduce((sum, x, i) => sum + curvature[i]! * x * x, 0),
        gradient: off.map((x, i) => 2 * curvature[i]! * x),
      });
    },
  };
  return loss;
}

Deno.test("simplex() projects to the nearest point that is not negative and sums to 1", () => {
  deepEqual(simplex().project([0.2, 0.8]), [0.2, 0.8]);
  assertClose(simplex().project([0.5, 0.9]), [0.3, 0.7], 1e-12);
  assertClose(simplex().project([1, 0.2, -3]), [0.9, 0.1, 0], 1e-12);
  assertClose(simplex().project([-5, -5]), [0.5, 0.5], 1e-12);
});

Deno.test("simplex() projects no further away than any of its points", () => {
  const point = [0.9, -0.3, 0.5];
  const near = simplex().project(point);
  const distance = (a: readonly number[]) => a.reduce((sum, x, i) => sum + (x - point[i]!) ** 2, 0);
  for (const other of simplex().grid(3, 21)) ok(distance(near) <= distance(other) + 1e-12);
});

Deno.test("simplex() has a grid of points that sum to 1, each once", () => {
  const grid = simplex().grid(3, 5);
  equal(grid.length, 15);
  equal(new Set(grid.map(String)).size, 15);
  for (const weights of grid) assertClose([weights.reduce((a, b) => a + b, 0)], [1], 1e-12);
});

Deno.test("box() keeps each weight between its bounds and refuses bounds without room", () => {
  deepEqual(box([-1, 2]).project([-3, 0, 5]), [-1, 0, 2]);
  deepEqual(box([0, 1]).grid(2, 2), [[0, 0], [0, 1], [1, 0], [1, 1]]);
  throws(() => box([1, 1]), {
    name: "RangeError",
    message: /must leave room: current value is \[1, 1\]/,
  });
});

for (const count of [2, 3, 5]) {
  Deno.test(`byGradient() finds the minimum of a bowl over ${count} weights, within and at the edge`, async () => {
    const inside = Array.from({ length: count }, (_, i) => (i + 1) / (count * (count + 1) / 2));
    const steep = inside.map((_, i) => 4 ** i / 4);
    const found = await searchWeights(bowl(inside, steep));
    assertClose(found.weights, inside, 1e-3, { what: "within" });
    const outside = inside.map((_, i) => i === 0 ? 3 : -1);
    assertClose(
      (await searchWeights(bowl(outside))).weights,
      inside.map((_, i) => i === 0 ? 1 : 0),
      1e-6,
      { what: "at a corner" },
    );
  });
}

Deno.test("byGradient() leaves a start where steps gain too little to matter", async () => {
  const steps = async (gain: number) => {
    // A long valley: the first step reaches its floor, which hardly falls.
    const found = await searchWeights(bowl([0.9, 0.1, 0], [1, 4, 1e-4]), {
      by: byGradient({ tolerance: 0, gain }),
    });
    return found.visits.length;
  };
  ok(await steps(1e-3) < await steps(0));
});

Deno.test("byGradient() is as good as a grid where there are two minima", async () => {
  const wavy: WeightLoss = {
    count: 2,
    at: async (weights) => (await wavy.slope(weights)).value,
    slope: ([a]) =>
      Promise.resolve({
        value: Math.sin(9 * a!) + 0.5 * a!,
        gradient: [9 * Math.cos(9 * a!) + 0.5, 0],
      }),
  };
  const grid = await searchWeights(wavy, { by: byGrid() });
  const found = await searchWeights(wavy);
  ok(found.loss <= grid.loss + 1e-3, `${found.loss} against ${grid.loss}`);
});

Deno.test("byGrid() looks at every point and gives the best", async () => {
  const { weights, visits } = await searchWeights(bowl([0.3, 0.7]), { by: byGrid({ points: 11 }) });
  deepEqual(weights, [0.3, 0.7]);
  equal(visits.length, 11);
  throws(() => byGrid({ points: 1 }), {
    name: "RangeError",
    message: /points must be a whole number ≥ 2/,
  });
});

Deno.test("byEvolution() comes near the minimum without a gradient, the same for the same key", async () => {
  const search = () =>
    searchWeights(bowl([1.2, -0.4]), {
      by: byEvolution({ key: key(3), evaluations: 200, penalty: 0 }),
      region: box(),
    });
  const found = await search();
  assertClose(found.weights, [1.2, -0.4], 0.02);
  deepEqual((await search()).weights, found.weights);
});

Deno.test("byEvolution() pays for large weights", async () => {
  const flat: WeightLoss = {
    count: 2,
    at: () => Promise.resolve(1),
    slope: () => Promise.resolve({ value: 1, gradient: [0, 0] }),
  };
  const { weights } = await searchWeights(flat, {
    by: byEvolution({ key: key(0), evaluations: 200 }),
    region: box(),
  });
  ok(Math.abs(weights[0]!) + Math.abs(weights[1]!) < 0.05, String(weights));
});

Deno.test("searchWeights() refuses a loss that is finite nowhere", async () => {
  const nowhere: WeightLoss = {
    count: 1,
    at: () => Promise.resolve(NaN),
    slope: () => Promise.resolve({ value: NaN, gradient: [NaN] }),
  };
  await rejects(searchWeights(nowhere, { by: byGrid({ points: 2 }) }), {
    name: "RangeError",
    message: /loss must be finite: current value is NaN/,
  });
});

Deno.test("a search passes over points where the loss is not finite", async () => {
  const holed = bowl([0.8, 0.2]);
  const loss: WeightLoss = {
    ...holed,
    at: (weights) => weights[0] === 0.5 ? Promise.resolve(NaN) : holed.at(weights),
    slope: async (weights) =>
      weights[0] === 0.5 ? { value: NaN, gradient: [NaN, NaN] } : await holed.slope(weights),
  };
  for (const by of [byGradient(), byGrid(), byEvolution({ key: key(1), penalty: 0 })]) {
    const { weights } = await searchWeights(loss, { by });
    ok(Math.abs(weights[0]! - 0.8) < 0.06, String(weights));
  }
});

Deno.test("searches refuse options out of range", () => {
  throws(() => byGradient({ steps: 0 }), {
    name: "RangeError",
    message: /steps must be a whole number ≥ 1/,
  });
  throws(() => byEvolution({ key: key(0), evaluations: 0 }), {
    name: "RangeError",
    message: /evaluations/,
  });
  throws(() => byEvolution({ key: key(0), penalty: -1 }), {
    name: "RangeError",
    message: /penalty/,
  });
});
