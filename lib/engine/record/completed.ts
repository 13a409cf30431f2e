/** Attributes that an op in a graph must have, and that the kernels leave to eager execution. */
import type { Binding, OpAttribute } from "../native.ts";
import type { Value } from "./values.ts";

/** Ops whose attribute `T` is the dtype of their first input, whatever their kernel says. */
const TYPED_BY_INPUT: ReadonlySet<string> = new Set(["ExpandDims", "Mean"]);

/** The attributes of an op, none of them left to be inferred. */
export function completed(
  op: string,
  given: readonly OpAttribute[],
  inputs: readonly Value[],
  { TF_ATTR_TYPE }: Binding,
): readonly OpAttribute[] {
  if (!TYPED_BY_INPUT.has(op)) return given;
  const others = given.filter(({ name }) => name !== "T");
  return [...others, { name: "T", type: TF_ATTR_TYPE, value: inputs[0]!.dtype }];
}
