import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { type Scalar, type Tensor, type Tensors, type TensorTree, tf } from "../../lib/base/mod.ts";
import { compile, eagerly, recorded, recordsSteps, type Step } from "../../lib/engine/mod.ts";
import { assertClose, engine, namesIn, noLeaks } from "../_support.ts";

const ignore = engine.name !== "tensorflow";

/** A test of recording, which the native engine alone can do. */
function test(name: string, fn: () => unknown) {
  Deno.test({ name, ignore, fn: () => noLeaks(fn) });
}

/** Runs a pure function once, recorded, and gives its results' numbers. */
async function once(
  fn: (batch: Tensors) => Tensors,
  batch: Tensors,
): Promise<Record<string, number[]>> {
  const compiled = compile((_state, batch) => [{}, fn(batch)], {}, batch);
  const metrics = compiled.run(batch);
  const found: Record<string, number[]> = {};
  for (const [name, metric] of Object.entries(metrics)) found[name] = [...await metric.data()];
  compiled.dispose();
  tf.dispose([metrics, batch]);
  return found;
}

test("a step is called once for each shape of its batch, and computes nothing then", async () => {
  let calls = 0;
  const step: Step = ({ total }, { x }) => {
    calls++;
    return [{ total: tf.add(total as Scalar, tf.sum(x!)) }, {}];
  };
  const state = { total: tf.scalar(0) };
  const batches = [1, 2, 3].map((size) => ({ x: tf.ones([size]) }));
  const compiled = compile(step, state, batches[0]!);
  for (const batch of [...batches, ...batches, ...batches]) compiled.run(batch);
  equal(calls, 3);
  const read = compiled.read();
  deepEqual([...await (read.total as Tensor).data()], [18]); // recordings of all shapes share the state
  compiled.dispose();
  tf.dispose([state, read, batches]);
});

test("recorded() drops the recording that was used longest ago", () => {
  const calls: number[] = [];
  const step: Step = (_state, { x }) => {
    calls.push(x!.size);
    return [{}, { sum: tf.sum(x!) }];
  };
  const batches = [1, 2, 3].map((size) => ({ x: tf.ones([size]) }));
  const compiled = compile(step, {}, batches[0]!, { runner: recorded({ recordings: 2 }) });
  for (const i of [0, 1, 0, 2, 0, 1]) tf.dispose(compiled.run(batches[i]!));
  deepEqual(calls, [1, 2, 3, 2]);
  compiled.dispose();
  tf.dispose(batches);
});

Deno.test("recorded() refuses a number of recordings that is none", () => {
  for (const recordings of [0, 1.5, NaN]) {
    throws(() => recorded({ recordings }), {
      name: "RangeError",
      message:
        `Cannot record steps as recordings must be a whole number ≥ 1: current value is ${recordings}`,
    });
  }
});

test("a recorded step leaves neither sessions nor files behind", async () => {
  const { binding } = tf.backend() as unknown as {
    binding: { getNumOfSavedModels(): number; getNumOfTensors(): number };
  };
  const before = [binding.getNumOfSavedModels(), binding.getNumOfTensors()];
  const temporary = await Deno.makeTempDir();
  const usual = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", temporary); // other processes use the usual one
  const x = tf.scalar(1);
  const compiled = compile((_state, { x }) => [{}, { y: tf.neg(x!) }], {}, { x });
  tf.dispose(compiled.run({ x }));
  if (usual === undefined) Deno.env.delete("TMPDIR");
  else Deno.env.set("TMPDIR", usual);
  equal(binding.getNumOfSavedModels(), before[0]! + 1);
  deepEqual(await namesIn(temporary), []);
  compiled.dispose();
  x.dispose();
  deepEqual([binding.getNumOfSavedModels(), binding.getNumOfTensors()], before);
  await Deno.remove(temporary);
});

test("300 runs of a recorded step hold as many tensors, and as much memory, as a few", () => {
  const state = { total: tf.zeros([1000, 1000]) }; // 4 MB, so that one kept a run would be 1.2 GB
  const x = tf.ones([1000, 1000]);
  const compiled = compile(
    ({ total }, { x }) => [{ total: tf.add(total as Tensor, x!) }, { mean: tf.mean(x!) }],
    state,
    { x },
  );
  const run = (times: number) => {
    for (let i = 0; i < times; i++) tf.dispose(compiled.run({ x }));
    return { tensors: tf.memory().numTensors, rss: Deno.memoryUsage().rss / 2 ** 20 };
  };
  const [few, many] = [run(20), run(300)];
  equal(many.tensors, few.tensors);
  ok(many.rss - few.rss < 100, `${many.rss - few.rss} MiB more`);
  compiled.dispose();
  tf.dispose([state, x]);
});

test("a step may close over tensors, which are not copied into the graph", async () => {
  const [weight, unused] = [tf.tensor1d([1, 2, 3]), tf.scalar(1)];
  const handle = weight.clone(); // shares its numbers
  const made = () => tf.tensor1d([1, 1, 1]); // made by the step itself
  void unused;
  const found = await once(
    ({ x }) => ({ y: tf.add(tf.mul(x!, tf.add(weight, handle)), made()), weight: weight.clone() }),
    { x: tf.scalar(10) },
  );
  deepEqual(found, { y: [21, 41, 61], weight: [1, 2, 3] });
  tf.dispose([weight, unused, handle]);
});

test("run() says so if what the step closed over is gone", () => {
  const weight = tf.scalar(2);
  const x = tf.scalar(1);
  const compiled = compile((_state, { x }) => [{}, { y: tf.mul(x!, weight) }], {}, { x });
  tf.dispose(compiled.run({ x }));
  weight.dispose();
  throws(() => compiled.run({ x }), {
    name: "TypeError",
    message: "Cannot run the step as a tensor that it closed over has been disposed",
  });
  compiled.dispose();
  x.dispose();
});

test("leaves of the state that share their numbers at first go their own ways", async () => {
  const zero = tf.scalar(0);
  const state = { a: zero, b: zero.clone() };
  const compiled = compile(
    ({ a, b }) => [{ a: tf.add(a as Tensor, 1), b: tf.add(b as Tensor, 10) }, {}],
    state,
    {},
  );
  compiled.run({});
  compiled.run({});
  const { a, b } = compiled.read() as Tensors;
  deepEqual([...await a!.data(), ...await b!.data()], [2, 20]);
  compiled.dispose();
  tf.dispose([state, a!, b!]);
});

test("run() serves a metric that is an input, a constant, or another metric", async () => {
  const found = await once(({ x, ids }) => {
    const y = tf.mul(x!, 2);
    return { x: x!, ids: ids!.clone(), one: tf.scalar(1), y, again: y, clone: y.clone() };
  }, { x: tf.scalar(4), ids: tf.tensor1d([7, 8], "int32") });
  deepEqual(found, { x: [4], ids: [7, 8], one: [1], y: [8], again: [8], clone: [8] });
});

test("a step that reads a tensor is refused, and the error says which", () => {
  const reads: Record<string, (x: Tensor, total: Tensor) => unknown> = {
    'the batch\'s "x"': (x) => x.dataSync(),
    'the state\'s "inner/total"': (_x, total) => total.arraySync(),
    "a result of MatMul": (x) => tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D).dataSync(),
  };
  for (const [what, read] of Object.entries(reads)) {
    const state = { inner: { total: tf.scalar(0) } };
    const x = tf.ones([1, 1]);
    const compiled = compile(
      (state, { x }) => {
        read(x!, (state.inner as TensorTree).total as Tensor);
        return [state, {}];
      },
      state,
      { x },
    );
    throws(() => compiled.run({ x }), {
      name: "TypeError",
      message: `Cannot record the step as it reads ${
        what.replace("MatMul", "BatchMatMulV2")
      }: what a step does must not depend on data`,
    });
    compiled.dispose();
    tf.dispose([state, x]);
  }
});

test("a step may read the constants that it makes", async () => {
  const found = await once(({ x }) => {
    const half = tf.scalar(0.5);
    return { y: tf.add(tf.mul(x!, half), half.dataSync()[0]!) };
  }, { x: tf.scalar(2) });
  deepEqual(found, { y: [1.5] });
});

test("a step that uses an op without a shape rule is refused, and the error names the op", () => {
  const x = tf.ones([1, 4, 4, 1]) as tf.Tensor4D;
  const compiled = compile(
    (_state, { x }) => [{}, { y: tf.maxPool(x as tf.Tensor4D, 2, 1, "same") }],
    {},
    { x },
  );
  throws(() => compiled.run({ x }), {
    name: "RangeError",
    message: /^Cannot record the step as it uses the op MaxPool, whose shapes are not known/,
  });
  compiled.dispose();
  x.dispose();
});

test("a step whose sizes depend on data is refused", () => {
  const backend = tf.backend() as unknown as {
    executeSingleOutput(op: string, attributes: unknown[], inputs: Tensor[]): Tensor;
  };
  const shape = tf.tensor1d([2], "int32");
  const compiled = compile(
    (_state, { shape }) => [{}, {
      y: backend.executeSingleOutput("Fill", [], [shape!, tf.scalar(1)]),
    }],
    {},
    { shape },
  );
  throws(() => compiled.run({ shape }), {
    name: "TypeError",
    message:
      `Cannot record the step as the batch's "shape" says how large a tensor is: sizes must not depend on data`,
  });
  compiled.dispose();
  shape.dispose();
});

test("a step that draws random numbers is refused: every run would see the same", () => {
  const x = tf.ones([3]);
  const compiled = compile((_state, { x }) => [{}, { y: tf.dropout(x!, 0.5) }], {}, { x });
  throws(() => compiled.run({ x }), {
    name: "TypeError",
    message:
      "Cannot record the step as it draws random numbers: draw them outside and put them into its batch",
  });
  tf.randomUniform([1]).dispose(); // outside, numbers are drawn as before
  compiled.dispose();
  x.dispose();
});

test("a step that keeps what it made for the next recording is refused", () => {
  let kept: Tensor | undefined;
  const batches = [tf.ones([1]), tf.ones([2])].map((x) => ({ x }));
  const compiled = compile(
    (_state, { x }) => [{}, { y: tf.add(x!, kept ??= tf.keep(tf.sum(x!))) }],
    {},
    batches[0]!,
  );
  tf.dispose(compiled.run(batches[0]!));
  throws(() => compiled.run(batches[1]!), {
    name: "TypeError",
    message: "Cannot record the step as it uses a tensor that an earlier call left",
  });
  compiled.dispose();
  tf.dispose([kept!, batches]);
});

test("a step that fails while it is recorded leaves the engine as it was", async () => {
  let fails = true;
  const x = tf.scalar(3);
  const compiled = compile(
    (_state, { x }) => {
      const y = tf.square(x!);
      if (fails) throw new RangeError("no");
      return [{}, { y }];
    },
    {},
    { x },
  );
  throws(() => compiled.run({ x }), { name: "RangeError", message: "no" });
  const eager = tf.square(x);
  deepEqual([...await eager.data()], [9]);
  fails = false;
  const { y } = compiled.run({ x });
  deepEqual([...await y!.data()], [9]);
  compiled.dispose();
  tf.dispose([x, eager, y!]);
});

test("a recorded step may take gradients, of functions with gradients of their own too", async () => {
  const cubed = tf.customGrad((x, save) => {
    (save as (saved: Tensor[]) => void)([x as Tensor]);
    return {
      value: tf.mul(tf.square(x as Tensor), x as Tensor),
      gradFunc: (dy, [x]) => tf.mul(dy, tf.mul(tf.square(x!), 3)),
    };
  });
  const found = await once(({ x }) => {
    const [slope] = tf.grads((x) => tf.sum(tf.mul(cubed(x!), tf.exp(x!))))([x!]);
    return { slope: slope! };
  }, { x: tf.tensor1d([0, 1]) });
  assertClose(found.slope!, [0, 4 * Math.E], 1e-5);
});

test("compile() records by default, and runs eagerly when told so", () => {
  ok(recordsSteps());
  let calls = 0;
  const step: Step = (state) => {
    calls++;
    return [state, {}];
  };
  const compiled = compile(step, {}, {}, { runner: eagerly });
  compiled.run({});
  compiled.run({});
  equal(calls, 2);
  compiled.dispose();
});
