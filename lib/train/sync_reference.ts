/** A reference that follows the policy. */
import { flatten, keepTree, mapTree, type TensorTree, tf } from "../base/mod.ts";

/** Options for {@linkcode syncReference}. */
export interface SyncOptions {
  /** Share of the policy in the new reference, in [0, 1]. @default {0.6} */
  readonly mix?: number;
}

/**
 * The reference of TR-DPO (Gorbatovski et al., 2024) after a sync: mix · policy + (1 − mix) · reference, weight by weight.
 * Share 1 is their hard update.
 *
 * Weights of a LoRA module are its factors, as its file has them: where A and B both moved, the mean of the factors is not
 * the factor of the mean. On the weights of merged models (`mergeAdapter`) the mean is exact.
 *
 * @param reference The reference until now.
 * @param policy The policy, of the same names and shapes.
 * @returns The new reference, which the caller owns.
 * @throws {RangeError} If `mix` lies outside [0, 1], or the trees differ in names or shapes.
 *
 * @example
 * ```ts
 * import { syncReference } from "@fastslow/fastslow";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const moved = syncReference({ w: tf.tensor1d([0, 10]) }, { w: tf.tensor1d([5, 10]) });
 * deepEqual(await moved.w.data(), new Float32Array([3, 10]));
 * ```
 */
export function syncReference<T extends TensorTree>(
  reference: T,
  policy: T,
  { mix = 0.6 }: SyncOptions = {},
): T {
  if (!(mix >= 0 && mix <= 1)) {
    throw new RangeError(
      `Cannot sync the reference as mix must be in [0, 1]: current value is ${mix}`,
    );
  }
  requireSameShapes(reference, policy);
  return tf.tidy(() =>
    keepTree(
      mapTree((old, now) => tf.add(tf.mul(now!, mix), tf.mul(old, 1 - mix)), reference, policy),
    )
  ) as T;
}

/**
 * Whether a reference is synced after so many steps; TR-DPO does so every 512.
 *
 * @throws {RangeError} If `every` is no whole number ≥ 1.
 */
export function isSyncStep(step: number, every = 512): boolean {
  if (!(Number.isInteger(every) && every >= 1)) {
    throw new RangeError(
      `Cannot sync the reference as every must be a whole number ≥ 1: current value is ${every}`,
    );
  }
  return step > 0 && step % every === 0;
}

/** Weights of other shapes would be stretched to fit. */
function requireSameShapes(reference: TensorTree, policy: TensorTree) {
  const [old, now] = [flatten(reference), flatten(policy)];
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [a, b] = [old, now].map((tree) => tree[name] ? `[${tree[name].shape}]` : "missing");
    if (a === b) continue;
    throw new RangeError(
      `Cannot sync the reference as "${name}" must have one shape in both: it is ${a} in the reference and ${b} in the policy`,
    );
  }
}
