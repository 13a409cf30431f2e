/** Ops that make tensors of nothing. */
import { constant, constantNumber, type Rule } from "../values.ts";

/** Rules by op. */
export const SOURCES: Readonly<Record<string, Rule>> = {
  Fill: ([shape, value]) => [{ shape: constant(shape!), dtype: value!.dtype }],
  Range([start, stop, step]) {
    const [from, to, by] = [start, stop, step].map((value) => constantNumber(value!));
    const length = Math.max(0, Math.ceil((to! - from!) / by!));
    return [{ shape: [length], dtype: start!.dtype }];
  },
  LinSpace: ([start, , count]) => [{ shape: [constantNumber(count!)], dtype: start!.dtype }],
};
