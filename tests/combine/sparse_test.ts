import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { fold, key, tf } from "../../lib/base/mod.ts";
import {
  byFrequency,
  byTotal,
  type CombineMode,
  dareLinear,
  dareTies,
  linear,
  magnitudePrune,
  type Part,
  ties,
} from "../../lib/combine/mod.ts";
import { assertClose } from "../_support.ts";
import { noise } from "../model/_gradients.ts";
import { factorsOf, part } from "./_modules.ts";

/** Modules of rank 1 whose B is 1: what a mode makes of A is seen in A. */
const rows = (...rows: readonly [row: number[], weight?: number][]): Part[] =>
  rows.map(([row, weight = 1]) => part([row], [[1]], { weight }));

async function A(mode: CombineMode, parts: Part[]): Promise<number[]> {
  return (await factorsOf(mode, parts)).A;
}

Deno.test("magnitudePrune() keeps ⌊density · size⌋ numbers of each factor", async () => {
  const parts = [part([[5, -1, 2, -4, 3]], [[1], [-3], [2]])];
  const table = {
    1: [[5, -1, 2, -4, 3], [1, -3, 2]],
    0.8: [[5, 0, 2, -4, 3], [0, -3, 2]],
    0.5: [[5, 0, 0, -4, 0], [0, -3, 0]],
    0.1: [[0, 0, 0, 0, 0], [0, 0, 0]],
  };
  for (const [density, [A, B]] of Object.entries(table)) {
    deepEqual(await factorsOf(magnitudePrune({ density: Number(density) }), parts), { A, B });
  }
});

Deno.test("magnitudePrune() keeps as many as asked where magnitudes are equal", async () => {
  const kept = await A(magnitudePrune({ density: 0.5 }), rows([[1, -1, 1, -1, 1, -1]]));
  equal(kept.filter((x) => x !== 0).length, 3);
});

Deno.test("ties() elects, keeps and averages as the table by hand says", async () => {
  const parts = rows([[4, -1, 2, 0, 1]], [[2, -3, -5, 0, -1]], [[-1, 2, -1, 6, 0]]);
  deepEqual(await A(ties({ density: 1 }), parts), [3, -2, -3, 6, 0]);
  const frequent = ties({ density: 1, majority: byFrequency });
  deepEqual(await A(frequent, parts), [3, -2, -3, 6, 1]);
  deepEqual(await A(ties({ density: 0.4 }), parts), [4, -3, -5, 6, 0]);
});

Deno.test("ties() negates the vote of a subtracted module; with PEFT's vote it does not", async () => {
  const disputed = () => rows([[4, 1]], [[2, 2], -1]);
  deepEqual(await A(ties({ density: 1 }), disputed()), [4, -2]);
  deepEqual(await A(ties({ density: 1, vote: () => 1 }), disputed()), [1, -0.5]);
});

Deno.test("ties() lets the size of a weight vote only where it is told to", async () => {
  const parts = () => rows([[3], 0.25], [[-2], 1]);
  deepEqual(await A(ties({ density: 1 }), parts()), [1.5]);
  deepEqual(await A(ties({ density: 1, vote: (weight) => weight }), parts()), [-2]);
});

Deno.test("ties() neither asks nor counts a module of weight 0", async () => {
  deepEqual(await A(ties({ density: 1 }), rows([[1, 2]], [[-9, 4], 0])), [1, 2]);
  deepEqual(await A(ties({ density: 1 }), rows([[1, 2], 0])), [0, 0]);
  const plain = ties({ density: 1, vote: () => 1 });
  deepEqual(await A(plain, rows([[1, 2]], [[-9, 4], 0])), [1, 2]);
});

Deno.test("byTotal() elects nobody in a tie, byFrequency() plus", async () => {
  const votes = tf.tensor3d([[[1, 2, 0]], [[-1, -1, 0]]]);
  deepEqual([...await byTotal(votes).data()], [0, 1, 0]);
  deepEqual([...await byFrequency(votes).data()], [1, 1, 1]);
});

const [left, right] = [1, 2].map((seed): Part => ({
  A: noise(seed, [2, 3]) as Part["A"],
  B: noise(seed + 10, [4, 2]) as Part["B"],
  scale: 1,
  weight: seed === 1 ? 0.7 : -0.4,
})) as [Part, Part];

for (const shared of [false, true]) {
  Deno.test(`the mean of dareLinear() over many keys is linear(), shared masks: ${shared}`, async () => {
    const trials = 4000;
    const sum = new Float64Array(12);
    for (let trial = 0; trial < trials; trial++) {
      const mode = dareLinear({ density: 0.6, key: fold(key(7), trial), shared });
      const { A, B } = await mode.merge([left, right], 0);
      (await product(A, B)).forEach((x, i) => sum[i]! += x / trials);
      tf.dispose([A, B]);
    }
    const { A, B } = await linear().merge([left, right], 0);
    // Standard errors of the mean are up to 0.02 here.
    assertClose(sum, await product(A, B), 0.06, { what: "means" });
  });
}

async function product(A: Part["A"], B: Part["A"]) {
  const whole = tf.matMul(B, A);
  const numbers = await whole.data();
  whole.dispose();
  return numbers;
}

for (const [name, dare] of Object.entries({ dareLinear, dareTies })) {
  Deno.test(`${name}() drops other numbers for each key, map, factor and module, the same for the same`, async () => {
    const ones = {
      A: tf.ones<tf.Rank.R2>([8, 8]),
      B: tf.ones<tf.Rank.R2>([8, 8]),
      scale: 1,
      weight: 1,
    };
    const mode = dare({ density: 0.5, key: key(3) });
    const { A, B } = await factorsOf(mode, [ones]);
    deepEqual(await factorsOf(mode, [ones]), { A, B });
    notDeepEqual(A, B);
    notDeepEqual(A, (await factorsOf(mode, [ones], 1)).A);
    notDeepEqual(A, (await factorsOf(dare({ density: 0.5, key: key(4) }), [ones])).A);
    deepEqual(new Set(A), new Set([0, 2]));
    const kept = A.filter((x) => x !== 0).length;
    ok(kept > 16 && kept < 48, `${kept} of 64 numbers stayed`);
  });
}

Deno.test("dareLinear() drops the same numbers of all modules where they share a mask", async () => {
  const ones = {
    A: tf.ones<tf.Rank.R2>([8, 8]),
    B: tf.ones<tf.Rank.R2>([8, 8]),
    scale: 1,
    weight: 1,
  };
  const { A } = await factorsOf(dareLinear({ density: 0.5, key: key(3), shared: true }), [
    ones,
    ones,
  ]);
  deepEqual(new Set(A), new Set([0, 4]));
  const { A: apart } = await factorsOf(dareLinear({ density: 0.5, key: key(3) }), [ones, ones]);
  deepEqual(new Set(apart), new Set([0, 2, 4]));
});
