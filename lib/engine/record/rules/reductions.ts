/** Ops that take axes away. */
import { constant, constantNumber, DTYPE, type Rule, type Value } from "../values.ts";

const reduction: Rule = ([x, axes], { keep_dims }) => [
  { shape: reduced(x!, axes!, Boolean(keep_dims)), dtype: x!.dtype },
];
const position: Rule = ([x, axis], { output_type }) => [
  { shape: reduced(x!, axis!, false), dtype: output_type as number },
];

/** Rules by op. */
export const REDUCTIONS: Readonly<Record<string, Rule>> = {
  All: reduction,
  Any: reduction,
  Max: reduction,
  Mean: reduction,
  Min: reduction,
  Prod: reduction,
  Sum: reduction,
  ArgMax: position,
  ArgMin: position,
  TopKV2([x, k]) {
    const shape = [...x!.shape.slice(0, -1), constantNumber(k!)];
    return [{ shape, dtype: x!.dtype }, { shape, dtype: DTYPE.int32 }];
  },
  UnsortedSegmentSum([x, segments, count]) {
    const inner = x!.shape.slice(segments!.shape.length);
    return [{ shape: [constantNumber(count!), ...inner], dtype: x!.dtype }];
  },
};

function reduced({ shape }: Value, axes: Value, keep: boolean): number[] {
  const gone = new Set(constant(axes).map((axis) => axis < 0 ? axis + shape.length : axis));
  if (keep) return shape.map((size, axis) => gone.has(axis) ? 1 : size);
  return shape.filter((_, axis) => !gone.has(axis));
}
