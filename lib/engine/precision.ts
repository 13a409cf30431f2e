/** How steps are run on the engine in use, by what matrix products are computed in. */
import { tf } from "../base/tensor.ts";
import { eagerly } from "./eagerly.ts";
import { isNative } from "./native.ts";
import { recorded } from "./record/recorded.ts";
import type { Precision } from "./record/values.ts";
import type { RunnerMaker } from "./runner.ts";

export type { Precision } from "./record/values.ts";

/** Every value that an option `precision` may have. */
export const PRECISIONS: readonly Precision[] = ["float32", "bfloat16"];

/**
 * What `compile` takes as its `runner` for a precision. Only recorded steps know bfloat16.
 *
 * @throws {RangeError} If the precision is unknown, or is bfloat16 on another engine than `tensorflow`.
 */
export function runnerFor(precision: Precision): RunnerMaker {
  if (!PRECISIONS.includes(precision)) {
    throw new RangeError(
      `Cannot compute in "${precision}": the precisions are ${PRECISIONS.join(", ")}`,
    );
  }
  if (isNative()) return recorded({ precision });
  if (precision === "float32") return eagerly;
  throw new RangeError(
    `Cannot compute in bfloat16 on the engine ${tf.getBackend()}: it needs the engine tensorflow`,
  );
}
