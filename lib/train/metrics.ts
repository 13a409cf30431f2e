/** Scalars from the engine to a line of `metrics.jsonl`. */
import process from "node:process";
import { type Tensors, tf } from "../base/mod.ts";
import { DivergenceError } from "./divergence_error.ts";

/** Reads scalars in one transfer and disposes them. */
export async function readScalars(scalars: Tensors): Promise<Record<string, number>> {
  const names = Object.keys(scalars);
  const joined = tf.stack(names.map((name) => scalars[name]!));
  const values = await joined.data();
  tf.dispose([joined, scalars]);
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

/**
 * Throws if a metric is not a finite number: nothing is averaged away.
 *
 * @throws {DivergenceError} Naming the metric and the step.
 */
export function requireFinite(metrics: Readonly<Record<string, number>>, step: number): void {
  for (const [name, value] of Object.entries(metrics)) {
    if (!Number.isFinite(value)) {
      const cure = step === 1
        ? "nothing has moved yet, so look at the loss, its scores, and the model"
        : "lower the learning rate";
      throw new DivergenceError(
        `Training diverged at step ${step} as ${name} is ${value}: ${cure}`,
      );
    }
  }
}

/** Peak resident memory of the process so far, in MiB. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS / 1024;
}
