/** Ops that pick or place entries by index. */
import { axisOf, constant, constantNumber, type Rule } from "../values.ts";

/** Rules by op. */
export const INDEXING: Readonly<Record<string, Rule>> = {
  GatherV2([x, indices, at], { batch_dims }) {
    const axis = axisOf(at!, x!.shape.length);
    const picked = indices!.shape.slice(Number(batch_dims));
    return [{ shape: x!.shape.toSpliced(axis, 1, ...picked), dtype: x!.dtype }];
  },
  GatherNd([x, indices]) {
    const depth = indices!.shape.at(-1)!;
    return [{
      shape: [...indices!.shape.slice(0, -1), ...x!.shape.slice(depth)],
      dtype: x!.dtype,
    }];
  },
  ScatterNd: ([, updates, shape]) => [{ shape: constant(shape!), dtype: updates!.dtype }],
  InplaceUpdate: ([x]) => [{ shape: x!.shape, dtype: x!.dtype }],
  TensorScatterUpdate: ([x]) => [{ shape: x!.shape, dtype: x!.dtype }],
  OneHot: ([indices, depth, on]) => [
    { shape: [...indices!.shape, constantNumber(depth!)], dtype: on!.dtype },
  ],
};
