/** What a recording knows of a tensor: everything but its numbers. */
import type { HostValues, OpAttribute } from "../native.ts";

/** TensorFlow's numbers of the dtypes. */
export const DTYPE = { float32: 1, int32: 3, int64: 9, bool: 10, bfloat16: 14 } as const;

/** What matrix products are computed in. Everything else, and every sum, is float32. */
export type Precision = "float32" | "bfloat16";

/** A tensor's shape and dtype. */
export interface Typed {
  readonly shape: readonly number[];
  /** TensorFlow's number of the dtype. */
  readonly dtype: number;
}

/** A tensor that exists only in the recorded graph. */
export interface Value extends Typed {
  /** Where it comes from, `node` or `node:output`. */
  readonly source: string;
  /** What it is, for errors: an op or the path of an input. */
  readonly label: string;
  /** Whether it is a tensor from outside, the same in every run. */
  readonly frozen?: boolean;
  /** Whether what comes from `source` is bfloat16, and must be widened where float32 is asked for. */
  readonly isNarrow?: boolean;
  /** The op that takes it out of a frozen tensor, where one does. */
  readonly partOf?: {
    readonly op: string;
    readonly attributes: readonly OpAttribute[];
    readonly inputs: readonly Value[];
  };
  /** Its numbers, where they are constant. */
  readonly host?: HostValues;
}

/** Attributes of an op by name. */
export type Attributes = Readonly<Record<string, unknown>>;

/**
 * From an op's inputs and attributes to what it gives, without computing it.
 *
 * @param outputs Number of tensors that the caller expects.
 */
export type Rule = (
  inputs: readonly Value[],
  attributes: Attributes,
  outputs: number,
) => readonly Typed[];

/** The numbers of an input that must be constant, such as a shape or an axis. */
export function constant({ host, label }: Value): readonly number[] {
  if (host) return Array.from(host as Int32Array);
  throw new TypeError(
    `Cannot record the step as ${label} says how large a tensor is: sizes must not depend on data`,
  );
}

/** The number of an input that must be a constant scalar. */
export function constantNumber(value: Value): number {
  return constant(value)[0]!;
}

/** An axis, counted from the front, of a tensor with `rank` of them. */
export function axisOf(value: Value, rank: number): number {
  const axis = constantNumber(value);
  return axis < 0 ? axis + rank : axis;
}

/** Number of entries of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
