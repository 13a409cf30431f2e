import { deepEqual, equal, ok, rejects, throws } from "node:assert/strict";
import { key, normal, tf } from "../../lib/base/mod.ts";
import { type Part, svd } from "../../lib/combine/mod.ts";
import { HostMatrix, thinQr, thinSvd } from "../../lib/combine/decompose.ts";
import { truncate } from "../../lib/combine/truncate.ts";
import { assertClose, noLeaks, take } from "../_support.ts";
import { noise } from "../model/_gradients.ts";
import { part } from "./_modules.ts";

const host = (seed: number, rows: number, columns: number) =>
  HostMatrix.from1DArray(rows, columns, [...normal(key(seed), rows * columns)]);
const gram = (x: HostMatrix) => x.transpose().mmul(x);

/** Shapes of B `[out, rank]` and A `[rank, in]`: rank below both sides, between them, above both, and of one row. */
const SHAPES = [[9, 3, 7], [9, 7, 4], [4, 7, 9], [4, 9, 5], [1, 3, 6], [6, 1, 1]] as const;

for (const [out, rank, input] of SHAPES) {
  const [B, A] = [host(out, out, rank), host(input + 20, rank, input)];
  const whole = B.mmul(A);
  const { values } = thinSvd(whole);

  Deno.test(`truncate() of [${out}, ${rank}] · [${rank}, ${input}] errs by the tail of the singular values`, () => {
    for (let kept = 1; kept <= rank; kept++) {
      const near = truncate({ A, B }, kept);
      deepEqual([near.B.rows, near.B.columns, near.A.rows, near.A.columns], [
        out,
        kept,
        kept,
        input,
      ]);
      const error = HostMatrix.sub(whole, near.B.mmul(near.A)).norm();
      assertClose([error], [Math.hypot(0, ...values.slice(kept))], 1e-12, { scale: values[0]! });
    }
  });
}

Deno.test("truncate() gives both factors the same singular values", () => {
  const { A, B } = truncate({ A: host(1, 3, 7), B: host(2, 9, 3) }, 2);
  assertClose(gram(B).to1DArray(), gram(A.transpose()).to1DArray(), 1e-12, { scale: 10 });
});

Deno.test("truncate() never forms the map, which would be 3 GB here", () => {
  const [A, B] = [host(3, 2, 20_000), host(4, 20_000, 2)];
  const near = truncate({ A, B }, 2);
  const row = (x: HostMatrix, y: HostMatrix) => x.subMatrix(7, 7, 0, 1).mmul(y).to1DArray();
  assertClose(row(near.B, near.A), row(B, A), 1e-12);
});

Deno.test("thinQr() and thinSvd() are exact to 1e-12 where columns are equal, zero or of far sizes", () => {
  const x = host(5, 12, 5);
  const equalColumns = HostMatrix.from1DArray(
    12,
    5,
    x.to1DArray().map((_, i) => x.get(i / 5 | 0, 0)),
  );
  const farSizes = x.clone().mulRowVector([1e8, 1, 1e-8, 0, 1e4]);
  for (const each of [x, equalColumns, farSizes, HostMatrix.zeros(12, 5), farSizes.transpose()]) {
    const scale = Math.max(1, each.norm());
    const { Q, R } = thinQr(each);
    const { U, values, V } = thinSvd(each);
    const again = U.mmul(HostMatrix.diag([...values])).mmul(V.transpose());
    assertClose(Q.mmul(R).to1DArray(), each.to1DArray(), 1e-12, { what: "Q R", scale });
    assertClose(again.to1DArray(), each.to1DArray(), 1e-12, { what: "U Σ Vᵀ", scale });
    for (const orthonormal of [Q, U, V]) {
      const eye = HostMatrix.eye(orthonormal.columns).to1DArray();
      assertClose(gram(orthonormal).to1DArray(), eye, 1e-12, { what: "columns" });
    }
    deepEqual([...values].sort((a, b) => b - a), [...values]);
  }
});

Deno.test("thinSvd() finds singular values that are known", () => {
  // The 4 × 3 Hilbert-like matrix whose Gram matrix has the eigenvalues 1, 4, 9.
  const rotated = thinQr(host(8, 4, 3)).Q.mulRowVector([1, 3, 2]).mmul(thinQr(host(9, 3, 3)).Q);
  assertClose(thinSvd(rotated).values, [3, 2, 1], 1e-12);
});

function modules(...seeds: number[]): Part[] {
  return seeds.map((seed) => ({
    A: noise(seed, [2, 7]) as Part["A"],
    B: noise(seed + 50, [9, 2]) as Part["B"],
    scale: 2,
    weight: seed % 2 ? 0.5 : -1,
  }));
}

Deno.test("svd() takes the largest of the modules' ranks, and fills up maps that are smaller", async () => {
  const { A, B } = await svd().merge([
    ...modules(1),
    part([[1, 0, 0, 0, 0, 0, 0]], Array(9).fill([1])),
  ], 0);
  deepEqual([A.shape, B.shape], [[2, 7], [9, 2]]);
  const small = await svd({ rank: 3 }).merge([part([[1], [2]], [[1, 1]]), part([[3]], [[1]])], 0);
  deepEqual([small.A.shape, small.B.shape], [[3, 1], [1, 3]]);
  assertClose(await take(tf.matMul(small.B, small.A) as tf.Tensor2D), [6], 1e-6);
});

Deno.test("svd() of zero factors is zero and finite", async () => {
  const zero = {
    A: tf.ones<tf.Rank.R2>([2, 7]),
    B: tf.zeros<tf.Rank.R2>([9, 2]),
    scale: 1,
    weight: 1,
  };
  const { A, B } = await svd({ rank: 3 }).merge([zero, zero], 0);
  ok((await take(A)).every(Number.isFinite));
  ok((await take(B)).every((x) => x === 0));
});

Deno.test("svd() refuses ranks that cannot be", async () => {
  for (const rank of [0, -1, 1.5, NaN, Infinity]) {
    throws(() => svd({ rank }), {
      name: "RangeError",
      message:
        `Cannot combine by svd as rank must be a whole number >= 1: current value is ${rank}`,
    });
  }
  await rejects(async () => await svd({ rank: 5 }).merge(modules(1, 2), 0), {
    name: "RangeError",
    message:
      "Cannot combine by svd as rank must be <= 4, the sum of the modules' ranks: current value is 5",
  });
});

Deno.test("svd() refuses factors that are not finite, and leaves no tensor behind", async () => {
  for (const bad of [NaN, Infinity]) {
    const broken = part([[1, bad]], [[1], [2]]);
    await noLeaks(() =>
      rejects(async () => await svd().merge([broken], 0), {
        name: "RangeError",
        message: "Cannot combine by svd as a factor holds a number that is not finite",
      })
    );
  }
  equal(thinSvd(HostMatrix.zeros(2, 2)).values.length, 2);
});
