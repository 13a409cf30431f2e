import { deepEqual, equal, throws } from "node:assert/strict";
import {
  disposeTree,
  type Scalar,
  type Tensor,
  type Tensors,
  type TensorTree,
  tf,
} from "../../lib/base/mod.ts";
import { compile, type Compiled, type Step } from "../../lib/engine/mod.ts";
import "../_support.ts";
import { noLeaks } from "../_support.ts";

/** Adds `x` to `total`, remembers it, counts on a branch, hands `frozen` through; makes rubbish on the way. */
const step: Step = (state, { x }) => {
  const { total, frozen, inner } = state as { total: Scalar; frozen: Tensor; inner: TensorTree };
  const rubbish = tf.mul(tf.add(total, x!), 2);
  const sum = tf.sub(rubbish, tf.add(total, x!)) as Scalar;
  const count = tf.add(inner.count as Scalar, 1);
  return [{ total: sum, frozen, inner: { count } }, { sum, "sum/half": tf.div(sum, 2) }];
};

function fresh(): TensorTree {
  return { total: tf.scalar(0), frozen: tf.ones([3]), inner: { count: tf.scalar(0) } };
}

function batchOf(x: number): Tensors {
  return { x: tf.scalar(x) };
}

async function numbers(tree: TensorTree, ...path: string[]): Promise<number[]> {
  const node = path.reduce<TensorTree | Tensor>((at, name) => (at as TensorTree)[name]!, tree);
  return [...await (node as Tensor).data()];
}

/** Numbers of a leaf of the state. */
async function stateOf(compiled: Compiled, ...path: string[]): Promise<number[]> {
  const state = compiled.read();
  const found = await numbers(state, ...path);
  disposeTree(state);
  return found;
}

Deno.test("compile() carries the state from run to run and gives each run's metrics", async () => {
  await noLeaks(async () => {
    const [state, batch] = [fresh(), batchOf(2)];
    const compiled = compile(step, state, batch);
    const halves: number[] = [];
    for (let i = 0; i < 3; i++) {
      const metrics = compiled.run(batch);
      deepEqual(Object.keys(metrics), ["sum", "sum/half"]);
      halves.push(...await metrics["sum/half"]!.data());
      tf.dispose(metrics);
    }
    deepEqual(halves, [1, 2, 3]);
    deepEqual(await stateOf(compiled, "total"), [6]);
    deepEqual(await stateOf(compiled, "inner", "count"), [3]);
    compiled.dispose();
    tf.dispose([state, batch]);
  });
});

Deno.test("compile() holds as many tensors after 100 runs as before", async () => {
  await noLeaks(() => {
    const [state, batch] = [fresh(), batchOf(1)];
    const compiled = compile(step, state, batch);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 100; i++) tf.dispose(compiled.run(batch));
    equal(tf.memory().numTensors, before);
    compiled.dispose();
    tf.dispose([state, batch]);
  });
});

Deno.test("compile() leaves a leaf that the step hands through as it is", async () => {
  await noLeaks(async () => {
    const [state, batch] = [fresh(), batchOf(1)];
    const compiled = compile(step, state, batch);
    for (let i = 0; i < 5; i++) tf.dispose(compiled.run(batch));
    deepEqual(await stateOf(compiled, "frozen"), [1, 1, 1]);
    compiled.dispose();
    tf.dispose([state, batch]);
  });
});

Deno.test("read() gives a copy: its owner may dispose it, and no run changes it", async () => {
  await noLeaks(async () => {
    const [state, batch] = [fresh(), batchOf(1)];
    const compiled = compile(step, state, batch);
    tf.dispose(compiled.read());
    const before = compiled.read();
    tf.dispose(compiled.run(batch));
    deepEqual(await numbers(before, "total"), [0]);
    deepEqual(await stateOf(compiled, "total"), [1]);
    compiled.dispose();
    deepEqual(await numbers(before, "frozen"), [1, 1, 1]);
    tf.dispose([state, batch, before]);
  });
});

Deno.test("compile() copies the first state: the caller keeps its own", async () => {
  const state = fresh();
  const compiled = compile(step, state, batchOf(1));
  compiled.run(batchOf(1));
  deepEqual(await numbers(state, "total"), [0]);
  tf.dispose(state as Tensors);
  compiled.run(batchOf(1));
  deepEqual(await stateOf(compiled, "total"), [2]);
  compiled.dispose();
});

Deno.test("compile() works within a tidy of the caller, and its state outlives it", async () => {
  const compiled = tf.tidy(() => {
    const made = compile(step, fresh(), batchOf(1));
    made.run(batchOf(1));
    return made as unknown as Tensors;
  }) as unknown as ReturnType<typeof compile>;
  compiled.run(batchOf(1));
  deepEqual(await stateOf(compiled, "total"), [2]);
});

Deno.test("write() replaces the state by a copy", async () => {
  await noLeaks(async () => {
    const [state, batch] = [fresh(), batchOf(1)];
    const compiled = compile(step, state, batch);
    const other = fresh();
    tf.dispose(other.total as Tensor);
    other.total = tf.scalar(40);
    compiled.write(other);
    tf.dispose(other as Tensors);
    tf.dispose(compiled.run(batch));
    deepEqual(await stateOf(compiled, "total"), [41]);
    const read = compiled.read();
    compiled.write(read);
    disposeTree(read);
    deepEqual(await stateOf(compiled, "total"), [41]);
    compiled.dispose();
    tf.dispose([state, batch]);
  });
});

Deno.test("run() refuses a batch with other names or dtypes than the example", async () => {
  const compiled = compile(step, fresh(), { x: tf.scalar(1), y: tf.scalar(1, "int32") });
  const good = () => ({ y: tf.scalar(7, "int32"), x: tf.scalar(1) });
  const wrong: Record<string, Tensors> = {
    "x float32 instead of": { x: tf.scalar(1) },
    "x float32, y float32 instead of": { ...good(), y: tf.scalar(1) },
    "x float32, y int32, z float32 instead of": { ...good(), z: tf.scalar(1) },
    " instead of": {},
  };
  for (const [message, batch] of Object.entries(wrong)) {
    throws(() => compiled.run(batch), {
      name: "TypeError",
      message:
        `Cannot run the step as its batch holds other tensors than the example: ${message} x float32, y int32`,
    });
  }
  compiled.run({ ...good(), x: tf.ones([1]).sum() });
  deepEqual(await stateOf(compiled, "total"), [1]);
});

Deno.test("run() that fails leaves the state as it was, and nothing behind", async () => {
  let fails = true;
  const [state, batch] = [fresh(), batchOf(3)];
  const compiled = compile(
    (state, batch) => {
      const done = step(state, batch);
      if (fails) throw new RangeError("no");
      return done;
    },
    state,
    batch,
  );
  await noLeaks(() => throws(() => compiled.run(batch), { name: "RangeError", message: "no" }));
  fails = false;
  compiled.run(batch);
  deepEqual(await stateOf(compiled, "total"), [3]);
});

Deno.test("run() gives state and metrics owners of their own, even if a step gives one tensor as both", async () => {
  await noLeaks(async () => {
    const [state, batch] = [fresh(), batchOf(5)];
    const compiled = compile(step, state, batch);
    const first = compiled.run(batch);
    tf.dispose(compiled.run(batch)); // the state must outlive its metric,
    deepEqual(await numbers(first, "sum"), [5]); // and a metric the state that it came from
    deepEqual(await stateOf(compiled, "total"), [10]);
    tf.dispose(first);
    compiled.dispose();
    tf.dispose([state, batch]);
  });
});

Deno.test("run() never disposes a batch, nor is hurt if its owner does", async () => {
  await noLeaks(async () => {
    const last: Step = ({ last }, { x }) => [{ last: x!, before: last! }, { x: x! }];
    const [first, second] = [batchOf(1), batchOf(2)];
    const state = { last: tf.scalar(0), before: tf.scalar(0) };
    const compiled = compile(last, state, first);
    for (const batch of [first, second]) {
      const metrics = compiled.run(batch);
      deepEqual(await numbers(batch, "x"), await numbers(metrics, "x"));
      tf.dispose([metrics, batch]);
    }
    deepEqual(await stateOf(compiled, "last"), [2]);
    deepEqual(await stateOf(compiled, "before"), [1]);
    compiled.dispose();
    tf.dispose(state);
  });
});

Deno.test("run() lets leaves change places", async () => {
  await noLeaks(async () => {
    const [state, batch] = [{ a: tf.scalar(1), b: tf.scalar(2) }, batchOf(0)];
    const compiled = compile(({ a, b }) => [{ a: b!, b: a! }, {}], state, batch);
    for (let i = 0; i < 3; i++) compiled.run(batch);
    deepEqual(await stateOf(compiled, "a"), [2]);
    deepEqual(await stateOf(compiled, "b"), [1]);
    compiled.dispose();
    tf.dispose([state, batch]);
  });
});

Deno.test("run() gives a step the state in the shape that it had, empty branches included", () => {
  const seen = new Set<string>();
  const show = (state: TensorTree) =>
    JSON.stringify(state, (_, node) => node instanceof tf.Tensor ? "tensor" : node);
  const state = { leaf: tf.scalar(1), empty: {}, deep: { empty: {} } };
  const compiled = compile(
    (state) => {
      seen.add(show(state));
      return [state, {}];
    },
    state,
    {},
  );
  compiled.run({});
  compiled.run({});
  compiled.write(state);
  compiled.run({});
  seen.add(show(compiled.read()));
  deepEqual([...seen], [`{"leaf":"tensor","empty":{},"deep":{"empty":{}}}`]);
  compiled.dispose();
});

Deno.test("run() refuses a step that changes what its state is made of, and leaves the state", async () => {
  const nexts: Record<string, (state: TensorTree) => TensorTree> = {
    '"deep/b" would be gone': ({ a }) => ({ a: a! }),
    '"c" would be new': (state) => ({ ...state, c: tf.scalar(1) }),
    '"a" would be float32 [1] instead of float32 []': ({ a, ...rest }) => ({
      a: (a as Tensor).reshape([1]),
      ...rest,
    }),
    '"a" would be int32 [] instead of float32 []': ({ a, ...rest }) => ({
      a: (a as Tensor).toInt(),
      ...rest,
    }),
  };
  for (const [why, next] of Object.entries(nexts)) {
    await noLeaks(async () => {
      const state = { a: tf.scalar(1), deep: { b: tf.scalar(2) } };
      const compiled = compile((state) => [next(state), { x: tf.scalar(1) }], state, {});
      throws(() => compiled.run({}), {
        name: "TypeError",
        message: `Cannot run the step as ${why}`,
      });
      deepEqual(await stateOf(compiled, "a"), [1]);
      compiled.dispose();
      disposeTree(state);
    });
  }
});

Deno.test("write() refuses a state that is made of something else", () => {
  const compiled = compile((state) => [state, {}], { a: tf.scalar(1) }, {});
  throws(() => compiled.write({ a: tf.ones([2]) }), {
    name: "TypeError",
    message: 'Cannot write the state as "a" would be float32 [2] instead of float32 []',
  });
  throws(() => compiled.write({}), {
    name: "TypeError",
    message: 'Cannot write the state as "a" would be gone',
  });
  compiled.dispose();
});

Deno.test("compile() serves functions without a state", async () => {
  await noLeaks(async () => {
    const x = tf.tensor1d([1, 2]);
    const double = compile((_state, { x }) => [{}, { y: tf.mul(x!, 2) }], {}, { x });
    const { y } = double.run({ x });
    deepEqual([...await y!.data()], [2, 4]);
    deepEqual(double.read(), {});
    double.dispose();
    tf.dispose([x, y]);
  });
});

Deno.test("compile() binds further steps to the same state", async () => {
  await noLeaks(async () => {
    const [state, batch, example] = [fresh(), batchOf(2), { by: tf.scalar(0) }];
    const compiled = compile(step, state, batch);
    const score = compiled.also(
      (state, { by }) => [state, { product: tf.mul(state.total as Scalar, by!) }],
      example,
    );
    tf.dispose(compiled.run(batch));
    const by = tf.scalar(5);
    const metrics = score.run({ by });
    deepEqual([...await metrics.product!.data()], [10]);
    tf.dispose([metrics, by]);
    throws(() => score.run(batch), { name: "TypeError" });
    deepEqual(await stateOf(compiled, "total"), [2]);
    compiled.dispose();
    tf.dispose([state, batch, example]);
  });
});
