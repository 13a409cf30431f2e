/** Every op with a shape rule, recorded and eager: same shapes, same dtypes, same numbers. */
import { deepEqual } from "node:assert/strict";
import { type Tensor, type Tensors, tf } from "../../lib/base/mod.ts";
import {
  compile,
  eagerly,
  overwriteRows,
  recorded,
  type RunnerMaker,
} from "../../lib/engine/mod.ts";
import { RULES } from "../../lib/engine/record/rules/mod.ts";
import { assertClose, engine, maxNorm, noLeaks } from "../_support.ts";

const ignore = engine.name !== "tensorflow";

/** Inputs that the cases work on. */
function inputs() {
  return {
    x: tf.tensor2d([[0.5, -1.5, 2.25], [0.1, 3, -0.75]]), // [2, 3]
    y: tf.tensor2d([[1, 2, 0.5]]), // [1, 3]
    unit: tf.tensor1d([0.25, -0.5, 0.75]),
    cube: tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 2, 3]),
    ints: tf.tensor1d([2, 0, 1], "int32"),
    pairs: tf.tensor2d([[1, 2], [0, 0]], [2, 2], "int32"),
    flags: tf.tensor2d([[1, 0, 1], [0, 0, 1]], [2, 3], "bool"),
  };
}

type Inputs = ReturnType<typeof inputs>;
type Case = (inputs: Inputs) => Tensor | Tensor[];

const UNARY: Record<string, (x: Tensor) => Tensor> = {
  abs: tf.abs,
  ceil: tf.ceil,
  cos: tf.cos,
  cosh: tf.cosh,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  leakyRelu: tf.leakyRelu,
  logSoftmax: tf.logSoftmax,
  neg: tf.neg,
  onesLike: tf.onesLike,
  prelu: (x) => tf.prelu(x, tf.scalar(0.1)),
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  relu6: tf.relu6,
  round: tf.round,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  sinh: tf.sinh,
  softmax: tf.softmax,
  softplus: tf.softplus,
  square: tf.square,
  step: tf.step,
  tan: tf.tan,
  tanh: tf.tanh,
  zerosLike: tf.zerosLike,
  isFinite: tf.isFinite,
  isInf: tf.isInf,
  isNaN: tf.isNaN,
};
const OF_UNIT: Record<string, (x: Tensor) => Tensor> = {
  acos: tf.acos,
  acosh: (x) => tf.acosh(tf.add(tf.square(x), 1)),
  asin: tf.asin,
  asinh: tf.asinh,
  atan: tf.atan,
  atanh: tf.atanh,
  log: (x) => tf.log(tf.abs(x)),
  log1p: tf.log1p,
  sqrt: (x) => tf.sqrt(tf.abs(x)),
  rsqrt: (x) => tf.rsqrt(tf.abs(x)),
};
const BINARY: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  add: tf.add,
  atan2: (a, b) => tf.atan2(a, b),
  div: tf.div,
  divNoNan: tf.divNoNan,
  floorDiv: tf.floorDiv,
  mod: tf.mod,
  maximum: tf.maximum,
  minimum: tf.minimum,
  mul: tf.mul,
  pow: (a, b) => tf.pow(tf.abs(a), b),
  squaredDifference: tf.squaredDifference,
  sub: tf.sub,
  equal: tf.equal,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  notEqual: tf.notEqual,
};
const REDUCTIONS: Record<string, (x: Tensor, axis?: number | number[], keep?: boolean) => Tensor> =
  { max: tf.max, mean: tf.mean, min: tf.min, prod: tf.prod, sum: tf.sum };

const CASES: Record<string, Case> = {
  ...mapCases(UNARY, (fn) => ({ x }) => fn(x)),
  ...mapCases(OF_UNIT, (fn) => ({ unit }) => fn(unit)),
  ...mapCases(BINARY, (fn) => ({ x, y }) => [fn(x, y), fn(y, x), fn(x, tf.scalar(2))]),
  ...mapCases(REDUCTIONS, (fn) => ({ cube }) => [
    fn(cube),
    fn(cube, -1),
    fn(cube, [0, 2], true),
  ]),
  "mean of whole numbers": ({ ints }) => tf.mean(ints),
  all: ({ flags }) => [tf.all(flags), tf.all(flags, 0), tf.all(flags, 1, true)],
  any: ({ flags }) => [tf.any(flags), tf.any(flags, 0), tf.any(flags, 1, true)],
  argMax: ({ x }) => [tf.argMax(x, 1), tf.argMax(x, 0)],
  argMin: ({ x }) => [tf.argMin(x, 1), tf.argMin(x, 0)],
  logical: ({ flags }) => [
    tf.logicalNot(flags),
    tf.logicalAnd(flags, tf.logicalNot(flags)),
    tf.logicalOr(flags, tf.logicalNot(flags)),
  ],
  addN: ({ x }) => tf.addN([x, x, x]),
  cast: ({ x, flags }) => [tf.cast(x, "int32"), tf.cast(flags, "float32"), tf.cast(x, "bool")],
  clip: ({ x }) => tf.clipByValue(x, -1, 1),
  where: ({ x, y, flags }) => tf.where(flags, x, tf.tile(y, [2, 1])),
  cumsum: ({ x }) => [tf.cumsum(x, 1), tf.cumsum(x, 0, true, true)],
  cumprod: ({ x }) => tf.cumprod(x, 1),
  reverse: ({ x }) => tf.reverse(x, 1),
  topk: ({ x }) => {
    const { values, indices } = tf.topk(x, 2);
    return [values, indices];
  },
  matMul: ({ x, y }) => [
    tf.matMul(x, y, false, true),
    tf.matMul(x, x, true, false),
    tf.matMul(x, tf.transpose(x)),
  ],
  "batches of products": ({ cube, x }) => [
    tf.matMul(cube, cube, false, true),
    tf.matMul(cube, cube, true),
    tf.matMul(cube, x.expandDims(0), false, true),
  ],
  einsum: ({ cube, x }) => tf.einsum("bij,kj->bki", cube, x),
  reshape: (
    { cube },
  ) => [tf.reshape(cube, [3, 4]), tf.reshape(cube, [-1, 6]), tf.reshape(cube, [-1])],
  expandDims: ({ x }) => [tf.expandDims(x, 0), tf.expandDims(x, 1), tf.expandDims(x, -1)],
  squeeze: ({ y }) => tf.squeeze(y),
  transpose: ({ cube }) => tf.transpose(cube, [2, 0, 1]),
  tile: ({ x }) => tf.tile(x, [2, 3]),
  broadcastTo: ({ y }) => tf.broadcastTo(y, [4, 3]),
  pad: ({ x }) => tf.pad(x, [[1, 0], [2, 1]], 7),
  mirrorPad: ({ x }) => tf.mirrorPad(x, [[1, 1], [0, 2]], "reflect"),
  slice: ({ x }) => [tf.slice(x, [0, 1], [2, 2]), tf.slice(x, [1, 0], [1, -1])],
  stridedSlice: ({ x }) => [
    tf.stridedSlice(x, [0, 0], [2, 3], [1, 2]),
    tf.stridedSlice(x, [1, 2], [0, 0], [1, -1], 0, 3, 0, 0, 1),
  ],
  concat: ({ x, y }) => [tf.concat([x, y, x], 0), tf.concat([x, x], -1)],
  split: ({ x, cube }) => [...tf.split(x, 3, 1), ...tf.split(cube, [1, 2], -1)],
  stack: ({ x }) => [tf.stack([x, x, x]), tf.stack([x, x], 1), tf.stack([x, x], 2)],
  unstack: ({ cube }) => [...tf.unstack(cube), ...tf.unstack(cube, 2)],
  gather: ({ x, cube, ints, pairs }) => [
    tf.gather(x, ints, 1),
    tf.gather(cube, pairs, 2),
    tf.gather(cube, tf.tensor2d([[1], [0]], [2, 1], "int32"), 1, 1),
  ],
  gatherND: ({ x, pairs }) => [tf.gatherND(x, pairs), tf.gatherND(x, pairs.slice([1, 0], [1, 1]))],
  scatterND: ({ x, ints }) => tf.scatterND(ints.slice(0, 2).expandDims(1), x, [4, 3]),
  tensorScatterUpdate: ({ x, pairs }) => tf.tensorScatterUpdate(x, pairs, tf.tensor1d([8, 9])),
  overwriteRows: ({ x, y, ints }) => overwriteRows(x, ints.slice(2, 1), y),
  unsortedSegmentSum: ({ x, ints }) => tf.unsortedSegmentSum(x, ints.slice(0, 2) as tf.Tensor1D, 3),
  oneHot: ({ ints }) => [tf.oneHot(ints, 4), tf.oneHot(ints, 4, 2, -1, "float32")],
  fill: ({ x }) => tf.add(x, tf.fill([2, 3], 4)),
  range: ({ ints }) => [tf.add(ints, tf.range(0, 3, 1, "int32")), tf.range(5, 0, -2)],
  linspace: ({ unit }) => tf.mul(unit, tf.linspace(0, 1, 3)),
  "gradients of a small network": ({ x, cube }) => {
    const w = tf.slice(cube, [0, 0, 0], [1, 2, 3]).reshape([2, 3]);
    const loss = (x: Tensor, w: Tensor) => {
      const hidden = tf.elu(tf.matMul(x, tf.transpose(w)));
      return tf.mean(
        tf.square(tf.sub(tf.softmax(hidden), tf.gather(hidden, tf.tensor1d([1, 0], "int32")))),
      );
    };
    return tf.grads((x, w) => loss(x!, w!))([x, w]);
  },
};

/** Results of a case: shape, dtype and numbers. */
async function results(fn: Case, runner: RunnerMaker) {
  const batch = inputs();
  const compiled = compile(
    (_state, batch) => {
      const found = [fn(batch as unknown as Inputs)].flat();
      return [{}, Object.fromEntries(found.map((tensor, i) => [String(i), tensor]))];
    },
    {},
    batch as unknown as Tensors,
    { runner },
  );
  const metrics = Object.values(compiled.run(batch as unknown as Tensors));
  const found = await Promise.all(metrics.map(async (tensor) => ({
    type: `${tensor.dtype} [${tensor.shape}]`,
    numbers: Array.from(await tensor.data(), Number),
  })));
  compiled.dispose();
  tf.dispose([batch, metrics]);
  return found;
}

for (const [name, fn] of Object.entries(CASES)) {
  Deno.test({
    name: `a recorded step gives what an eager one does: ${name}`,
    ignore,
    fn: () =>
      noLeaks(async () => {
        const [graph, eager] = [await results(fn, recorded()), await results(fn, eagerly)];
        deepEqual(graph.map(({ type }) => type), eager.map(({ type }) => type));
        graph.forEach(({ numbers }, i) =>
          assertClose(numbers, eager[i]!.numbers, 1e-6, { scale: Math.max(1, maxNorm(numbers)) })
        );
      }),
  });
}

Deno.test({
  name: "the cases use every op that has a shape rule",
  ignore,
  async fn() {
    const backend = tf.backend() as unknown as { binding: Record<string, unknown> };
    const { binding } = backend;
    const used = new Set<string>();
    const executeOp = binding.executeOp as (...args: unknown[]) => unknown;
    backend.binding = Object.fromEntries(
      Object.getOwnPropertyNames(binding).map((name) => {
        const value = binding[name];
        return [name, typeof value === "function" ? value.bind(binding) : value];
      }),
    );
    backend.binding.executeOp = (op: string, ...rest: unknown[]) => {
      used.add(op);
      return executeOp.call(binding, op, ...rest);
    };
    try {
      for (const fn of Object.values(CASES)) await results(fn, eagerly);
    } finally {
      backend.binding = binding;
    }
    deepEqual([...RULES.keys()].filter((op) => !used.has(op)), []);
  },
});

function mapCases<T>(functions: Record<string, T>, fn: (each: T) => Case): Record<string, Case> {
  return Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, fn(each)]));
}
