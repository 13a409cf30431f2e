/** A step's state keeps its names, shapes and dtypes. */
import type { Tensor, Tensors } from "../base/mod.ts";

/**
 * Throws unless two states have the same leaves.
 *
 * @param what What cannot be done otherwise, for the error.
 * @throws {TypeError} Naming the leaf that differs.
 */
export function requireSameState(before: Tensors, after: Tensors, what = "run the step"): void {
  for (const [path, leaf] of Object.entries(before)) {
    const next = after[path];
    if (!next) throw new TypeError(`Cannot ${what} as "${path}" would be gone`);
    if (describe(next) !== describe(leaf)) {
      throw new TypeError(
        `Cannot ${what} as "${path}" would be ${describe(next)} instead of ${describe(leaf)}`,
      );
    }
  }
  for (const path of Object.keys(after)) {
    if (!before[path]) throw new TypeError(`Cannot ${what} as "${path}" would be new`);
  }
}

/** Dtype and shape, such as `float32 [2,3]`. */
export function describe({ dtype, shape }: Tensor): string {
  return `${dtype} [${shape}]`;
}
