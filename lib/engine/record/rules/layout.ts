/** Ops that change how numbers lie, not what they are. */
import { tf } from "../../../base/tensor.ts";
import { axisOf, constant, type Rule, sizeOf, type Value } from "../values.ts";

/** Rules by op. */
export const LAYOUT: Readonly<Record<string, Rule>> = {
  Reshape: ([x, shape]) => [
    { shape: withoutImplicit(constant(shape!), sizeOf(x!.shape)), dtype: x!.dtype },
  ],
  ExpandDims([x, at]) {
    const axis = axisOf(at!, x!.shape.length + 1);
    return [{ shape: x!.shape.toSpliced(axis, 0, 1), dtype: x!.dtype }];
  },
  Transpose: ([x, order]) => [
    { shape: constant(order!).map((axis) => x!.shape[axis]!), dtype: x!.dtype },
  ],
  Tile([x, repeats]) {
    const times = constant(repeats!);
    return [{ shape: x!.shape.map((size, axis) => size * times[axis]!), dtype: x!.dtype }];
  },
  PadV2: padded,
  MirrorPad: padded,
  Slice: ([x, , size]) => [{ shape: constant(size!), dtype: x!.dtype }],
  StridedSlice: stridedSlice,
  ConcatV2(inputs) {
    const parts = inputs.slice(0, -1);
    const [first] = parts as [Value];
    const axis = axisOf(inputs.at(-1)!, first.shape.length);
    const along = parts.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    return [{ shape: first.shape.with(axis, along), dtype: first.dtype }];
  },
  SplitV([x, sizes, at]) {
    const axis = axisOf(at!, x!.shape.length);
    return constant(sizes!).map((size) => ({
      shape: x!.shape.with(axis, size),
      dtype: x!.dtype,
    }));
  },
  Pack([first, ...rest], { axis }) {
    const at = Number(axis) < 0 ? Number(axis) + first!.shape.length + 1 : Number(axis);
    return [{ shape: first!.shape.toSpliced(at, 0, rest.length + 1), dtype: first!.dtype }];
  },
  Unpack: ([x], { axis }, outputs) =>
    Array.from(
      { length: outputs },
      () => ({ shape: x!.shape.toSpliced(Number(axis), 1), dtype: x!.dtype }),
    ),
};

/** A shape whose one size −1 is what the others leave over. */
function withoutImplicit(shape: readonly number[], size: number): readonly number[] {
  const known = sizeOf(shape.filter((size) => size >= 0));
  return shape.map((each) => each < 0 ? size / known : each);
}

function padded([x, paddings]: readonly Value[]) {
  const widths = constant(paddings!);
  const shape = x!.shape.map((size, axis) => widths[2 * axis]! + size + widths[2 * axis + 1]!);
  return [{ shape, dtype: x!.dtype }];
}

/** The masks are TensorFlow's, which TensorFlow.js knows how to read. */
function stridedSlice(
  [x, begin, end, strides]: readonly Value[],
  attributes: Readonly<Record<string, unknown>>,
) {
  const [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] = [
    "begin_mask",
    "end_mask",
    "ellipsis_mask",
    "new_axis_mask",
    "shrink_axis_mask",
  ].map((name) => Number(attributes[name]));
  const { finalShape } = tf.slice_util.sliceInfo(
    [...x!.shape],
    [...constant(begin!)],
    [...constant(end!)],
    [...constant(strides!)],
    beginMask!,
    endMask!,
    ellipsisMask!,
    newAxisMask!,
    shrinkAxisMask!,
  );
  return [{ shape: finalShape, dtype: x!.dtype }];
}
