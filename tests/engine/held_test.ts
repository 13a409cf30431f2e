import { deepEqual, equal, rejects } from "node:assert/strict";
import { key, normal, type Tensor, type Tensors, tf } from "../../lib/base/mod.ts";
import {
  compile,
  eagerly,
  holdAsBfloat16,
  type Precision,
  recorded,
  type RunnerMaker,
  type Step,
} from "../../lib/engine/mod.ts";
import { assertClose, engine, noLeaks, take } from "../_support.ts";

const ignore = engine.name !== "tensorflow";

function test(name: string, fn: () => unknown) {
  Deno.test({ name, ignore, fn: () => noLeaks(fn) });
}

function random(seed: number, shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(Float32Array.from(normal(key(seed), size)), [...shape]);
}

/** A held tensor, and the same numbers as float32. */
async function bothWays(seed: number, shape: readonly number[]) {
  const exact = random(seed, shape);
  const held = holdAsBfloat16(exact);
  exact.dispose();
  return { held, wide: tf.tensor(await held.data<"float32">(), [...shape]) };
}

async function run(step: Step, batch: Tensors, runner: RunnerMaker): Promise<Float32Array[]> {
  const compiled = compile(step, {}, batch, { runner });
  const found = compiled.run(batch);
  const numbers = await Promise.all(Object.keys(found).sort().map((name) => take(found[name]!)));
  compiled.dispose();
  return numbers;
}

/** Rows of a table, part of it, a product with it and both of its gradients: all that a model does with its weights. */
function stepWith(table: Tensor): Step {
  return (state, { x, ids }) => {
    const rows = tf.gather(table, ids as tf.Tensor1D);
    const part = tf.slice(table, [1, 0], [3, -1]);
    const loss = (x: Tensor) =>
      tf.sum(tf.square(tf.add(tf.matMul(x, part, false, true), tf.matMul(x, rows, false, true))));
    return [state, { loss: loss(x!), slope: tf.grad(loss)(x!), rows, table }];
  };
}

for (const precision of ["float32", "bfloat16"] as Precision[]) {
  test(`a recorded step in ${precision} computes with what is held as with its float32 copy`, async () => {
    const { held, wide } = await bothWays(1, [6, 8]);
    const batch = { x: random(2, [5, 8]), ids: tf.tensor1d([4, 0, 4], "int32") };
    const runner = recorded({ precision });
    deepEqual(await run(stepWith(held), batch, runner), await run(stepWith(wide), batch, runner));
    tf.dispose([held, wide, batch]);
  });
}

test("what runs op by op computes with what is held as with its float32 copy", async () => {
  const { held, wide } = await bothWays(3, [6, 8]);
  const batch = { x: random(4, [5, 8]), ids: tf.tensor1d([4, 0, 4], "int32") };
  const [own, plain] = [
    await run(stepWith(held), batch, eagerly),
    await run(stepWith(wide), batch, eagerly),
  ];
  deepEqual(own, plain);
  tf.dispose([held, wide, batch]);
});

test("holdAsBfloat16() rounds to 8 binary digits, ties to even, and keeps what needs no more", async () => {
  const numbers = [0, -1, 1 + 2 ** -7, 1 + 2 ** -9, 1 + 2 ** -8, 1 + 3 * 2 ** -8, 3e38, 1e-40];
  const exact = tf.tensor2d([numbers]);
  const held = holdAsBfloat16(exact);
  deepEqual(held.shape, [1, numbers.length]);
  equal(held.dtype, "float32");
  const found = await take(held);
  deepEqual([...found].slice(0, 6), [0, -1, 1 + 2 ** -7, 1, 1, 1 + 2 ** -6]);
  assertClose([found[6]! / 3e38], [1], 2 ** -8);
  const rounded = tf.tensor2d([[...found]]);
  const twice = holdAsBfloat16(rounded);
  deepEqual(await twice.data(), found);
  tf.dispose([exact, rounded, twice]);
});

Deno.test({
  name: "holdAsBfloat16() needs the native engine",
  ignore: engine.name === "tensorflow",
  fn: () =>
    rejects(
      async () => await Promise.resolve(holdAsBfloat16(tf.scalar(1))),
      /Cannot hold tensors as bfloat16 on the engine \w+: it needs the engine tensorflow/,
    ),
});
