import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { key, normal, type Tensor, type Tensors, tf } from "../../lib/base/mod.ts";
import {
  compile,
  eagerly,
  type Precision,
  recorded,
  runnerFor,
  type Step,
} from "../../lib/engine/mod.ts";
import { assertClose, engine, maxNorm, noLeaks, take } from "../_support.ts";

const ignore = engine.name !== "tensorflow";

function test(name: string, fn: () => unknown) {
  Deno.test({ name, ignore, fn: () => noLeaks(fn) });
}

/** Runs a step's only metric on a batch. */
async function run(step: Step, batch: Tensors, precision: Precision): Promise<Float32Array> {
  const compiled = compile(step, {}, batch, { runner: recorded({ precision }) });
  const found = await take(compiled.run(batch).y!);
  compiled.dispose();
  return found;
}

const product: Step = (state, { a, b }) => [state, { y: tf.matMul(a!, b!) }];

test("bfloat16 rounds the factors and the results of matrix products, to 8 binary digits", async () => {
  // 1 + 2⁻⁹ rounds to 1; 1 + 2⁻⁷ is kept; 3 · 2⁷ + 1 rounds to 384.
  const a = tf.tensor2d([[1 + 2 ** -9, 1 + 2 ** -7, 385]]);
  const b = tf.eye(3);
  deepEqual([...await run(product, { a, b }, "bfloat16")], [1, 1 + 2 ** -7, 384]);
  deepEqual([...await run(product, { a, b }, "float32")], [1 + 2 ** -9, 1 + 2 ** -7, 385]);
  tf.dispose([a, b]);
});

test("bfloat16 sums in float32", async () => {
  const count = 4096; // a sum in bfloat16 would stop growing at 256
  const [a, b] = [tf.ones([1, count]), tf.ones([count, 1])];
  deepEqual([...await run(product, { a, b }, "bfloat16")], [count]);
  tf.dispose([a, b]);
});

test("bfloat16 changes products alone", async () => {
  const x = tf.tensor1d([1 + 2 ** -9, 385]);
  const step: Step = (state, { x }) => [state, { y: tf.add(tf.mul(x!, 3), tf.exp(tf.neg(x!))) }];
  deepEqual(await run(step, { x }, "bfloat16"), await run(step, { x }, "float32"));
  tf.dispose(x);
});

test("bfloat16 gradients are within its rounding of float32's", async () => {
  const numbers = (seed: number, size: number) => Float32Array.from(normal(key(seed), size));
  const w = tf.tensor2d(numbers(0, 64 * 64), [64, 64]);
  const x = tf.tensor2d(numbers(1, 32 * 64), [32, 64]);
  const step: Step = (state, { x }) => {
    const loss = (x: Tensor) => tf.mean(tf.square(tf.matMul(tf.tanh(tf.matMul(x, w)), w)));
    return [state, { y: tf.grad(loss)(x!) }];
  };
  const plain = await run(step, { x }, "float32");
  const narrow = await run(step, { x }, "bfloat16");
  assertClose(narrow, plain, 0.03, { scale: maxNorm([...plain]) });
  ok(narrow.some((value, i) => value !== plain[i]), "nothing was rounded");
  tf.dispose([w, x]);
});

test("a part of a frozen tensor is taken out of its bfloat16 copy", async () => {
  const { binding } = tf.backend() as unknown as { binding: { getNumOfTensors(): number } };
  const w = tf.tensor2d([[385], [1 + 2 ** -7], [1 + 2 ** -9]]);
  const step: Step = (state, { x }) => {
    const rows = tf.slice(tf.slice(w, [1, 0], [2, 1]), [1, 0], [1, 1]);
    return [state, { y: tf.concat([tf.matMul(x!, rows), tf.add(x!, rows)], 1) }];
  };
  const x = tf.tensor2d([[3]]);
  tf.dispose(tf.neg(x)); // hands x over, which counts
  const before = binding.getNumOfTensors();
  const compiled = compile(step, {}, { x }, { runner: recorded({ precision: "bfloat16" }) });
  deepEqual([...await take(compiled.run({ x }).y!)], [3, 4 + 2 ** -9]); // the sum is float32's
  equal(binding.getNumOfTensors(), before + 2); // w, for the sum, and its copy
  compiled.dispose();
  tf.dispose([w, x]);
});

test("frozen tensors have one bfloat16 copy, which goes with the last recording", () => {
  const { binding } = tf.backend() as unknown as { binding: { getNumOfTensors(): number } };
  const w = tf.ones([2, 2]);
  const step: Step = (state, { x }) => [state, { y: tf.matMul(x!, w) }];
  const batches = [1, 2, 3].map((rows) => ({ x: tf.ones([rows, 2]) }));
  // Hands the tensors over, which counts.
  for (const { x } of batches) tf.dispose(tf.matMul(x, w));
  const before = binding.getNumOfTensors();
  const compiled = compile(step, {}, batches[0]!, { runner: recorded({ precision: "bfloat16" }) });
  for (const batch of batches) tf.dispose(compiled.run(batch));
  equal(binding.getNumOfTensors(), before + 1);
  compiled.dispose();
  equal(binding.getNumOfTensors(), before);
  tf.dispose([w, batches]);
});

Deno.test("runnerFor() refuses precisions that are unknown or that the engine lacks", () => {
  throws(() => runnerFor("float8" as Precision), {
    name: "RangeError",
    message: 'Cannot compute in "float8": the precisions are float32, bfloat16',
  });
  if (!ignore) return;
  equal(runnerFor("float32"), eagerly);
  throws(() => runnerFor("bfloat16"), {
    name: "RangeError",
    message:
      `Cannot compute in bfloat16 on the engine ${engine.name}: it needs the engine tensorflow`,
  });
});
