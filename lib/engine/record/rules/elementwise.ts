/** Ops that work entry by entry. */
import { tf } from "../../../base/tensor.ts";
import { DTYPE, type Rule } from "../values.ts";

const like: Rule = ([x]) => [{ shape: x!.shape, dtype: x!.dtype }];
const testOf: Rule = ([x]) => [{ shape: x!.shape, dtype: DTYPE.bool }];
const broadcast: Rule = (
  [a, b],
) => [{ shape: broadcastShape(a!.shape, b!.shape), dtype: a!.dtype }];
const comparison: Rule = ([a, b]) => [
  { shape: broadcastShape(a!.shape, b!.shape), dtype: DTYPE.bool },
];

// deno-fmt-ignore
const UNARY = [
  "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Cumprod", "Cumsum", "Elu", "Erf",
  "Exp", "Expm1", "Floor", "LeakyRelu", "Log", "Log1p", "LogicalNot", "Neg", "OnesLike", "Reciprocal",
  "Relu", "Relu6", "ReverseV2", "Round", "Rsqrt", "Selu", "Sigmoid", "Sign", "Sin", "Sinh", "Softmax", "Softplus",
  "Sqrt", "Square", "Tan", "Tanh", "ZerosLike",
];
// deno-fmt-ignore
const BINARY = [
  "Add", "Atan2", "FloorDiv", "FloorMod", "Maximum", "Minimum", "Mul", "Pow", "RealDiv",
  "SquaredDifference", "Sub",
];
// deno-fmt-ignore
const COMPARISONS = [
  "Equal", "Greater", "GreaterEqual", "Less", "LessEqual", "LogicalAnd", "LogicalOr", "NotEqual",
];

/** Rules by op. */
export const ELEMENTWISE: Readonly<Record<string, Rule>> = {
  ...each(UNARY, like),
  ...each(["IsFinite", "IsInf", "IsNan"], testOf),
  ...each(BINARY, broadcast),
  ...each(COMPARISONS, comparison),
  AddN: like,
  EluGrad: like,
  Cast: ([x], { DstT }) => [{ shape: x!.shape, dtype: DstT as number }],
  Select: ([, then]) => [{ shape: then!.shape, dtype: then!.dtype }],
};

function each(ops: readonly string[], rule: Rule): Record<string, Rule> {
  return Object.fromEntries(ops.map((op) => [op, rule]));
}

function broadcastShape(a: readonly number[], b: readonly number[]): number[] {
  return tf.broadcast_util.assertAndGetBroadcastShape([...a], [...b]);
}
