import { deepEqual, equal } from "node:assert/strict";
import { type Tensor, tf } from "../../lib/base/mod.ts";
import { engine, noLeaks } from "../_support.ts";

/** One gather: shapes, axis and dtype. */
interface Case {
  readonly shape: number[];
  readonly indices: number[] | number[][] | number;
  readonly axis?: number;
  readonly batchDims?: number;
  readonly dtype?: "float32" | "int32" | "bool";
}

const CASES: readonly Case[] = [
  { shape: [5], indices: [4, 0, 0, 2] },
  { shape: [5], indices: 3 },
  { shape: [5, 3], indices: [1, 4] },
  { shape: [5, 3], indices: [2, 0, 2], axis: 1 },
  { shape: [5, 3], indices: [2, 0], axis: -1 },
  { shape: [2, 3, 4], indices: [[3, 1], [0, 0]], axis: 2 },
  { shape: [2, 3, 4], indices: [[2, 1], [0, 0]], axis: 1, batchDims: 1 },
  { shape: [4, 2], indices: [], axis: 0 },
  { shape: [4, 2], indices: [3, 3, 1], dtype: "int32" },
  { shape: [4, 2], indices: [0, 2], dtype: "bool" },
];

function gathered({ shape, indices, axis = 0, batchDims = 0, dtype = "float32" }: Case): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, i) => dtype === "bool" ? i % 3 % 2 : i * 7 - 3);
  return tf.tidy(() =>
    tf.gather(
      tf.tensor(values, shape, dtype),
      tf.tensor(indices, undefined, "int32") as tf.Tensor1D,
      axis,
      batchDims,
    )
  );
}

/** Runs `body` on TensorFlow.js' own backend `cpu`, then goes back. */
async function onCpu<T>(body: () => Promise<T>): Promise<T> {
  await tf.setBackend("cpu");
  try {
    return await body();
  } finally {
    await tf.setBackend(engine.name);
  }
}

async function described(tensor: Tensor) {
  const { shape, dtype } = tensor;
  const values = [...await tensor.data()].map(Number);
  tensor.dispose();
  return { shape, dtype, values };
}

const ignore = engine.name !== "tensorflow";

for (const each of CASES) {
  Deno.test({
    name: `the native gather gives what TensorFlow.js' own does: ${JSON.stringify(each)}`,
    ignore,
    async fn() {
      await noLeaks(async () => {
        const own = await onCpu(() => described(gathered(each)));
        deepEqual(await described(gathered(each)), own);
      });
    },
  });
}

Deno.test({
  name: "the native gather has the gradient that TensorFlow.js' own has",
  ignore,
  async fn() {
    const slope = () =>
      tf.tidy(() => {
        const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
        const indices = tf.tensor1d([2, 0, 2], "int32");
        return tf.grad((x) => tf.sum(tf.square(tf.gather(x, indices))))(x);
      });
    deepEqual(await described(slope()), await onCpu(() => described(slope())));
  },
});

Deno.test({
  name: "the native gather reads nothing back",
  ignore,
  fn() {
    const backend = tf.backend() as unknown as Record<
      "readSync" | "read",
      (id: unknown) => unknown
    >;
    let reads = 0;
    const own = { readSync: backend.readSync, read: backend.read };
    for (const name of ["readSync", "read"] as const) {
      backend[name] = (id) => {
        reads++;
        return own[name].call(backend, id);
      };
    }
    try {
      gathered({ shape: [5, 3], indices: [4, 2] }).dispose();
      equal(reads, 0);
      tf.tidy(() => tf.scalar(1).dataSync());
      equal(reads, 1); // the spy does count
    } finally {
      Object.assign(backend, own);
    }
  },
});
