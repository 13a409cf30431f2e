import type { Tensors } from "../../base/mod.ts";
import type { Runner, RunnerMaker } from "../runner.ts";
import { describe } from "../same_state.ts";
import { record } from "./recording.ts";
import type { Precision } from "./values.ts";

/** Options for {@linkcode recorded}. */
export interface RecordedOptions {
  /** Shapes of the batch for which the step is kept recorded; the least recently used one is dropped. @default {16} */
  readonly recordings?: number;
  /**
   * What matrix products are computed in; `"bfloat16"` rounds their factors and results and sums in float32. @default {"float32"}
   */
  readonly precision?: Precision;
}

/**
 * Runs a step as one graph: what it does is recorded once for each shape of its batch, and every run executes that. For
 * the engine `tensorflow` alone.
 *
 * @returns What `compile` takes as its `runner`.
 * @throws {RangeError} If `recordings` is not a whole number ≥ 1.
 */
export function recorded(
  { recordings: limit = 16, precision = "float32" }: RecordedOptions = {},
): RunnerMaker {
  if (!(Number.isInteger(limit) && limit >= 1)) {
    throw new RangeError(
      `Cannot record steps as recordings must be a whole number ≥ 1: current value is ${limit}`,
    );
  }
  return (step) => {
    const recordings = new Map<string, Runner>(); // least recently used first

    function find(state: Tensors, batch: Tensors): Runner {
      const shapes = shapesOf(batch);
      const found = recordings.get(shapes) ?? record(step, state, batch, precision);
      recordings.delete(shapes);
      recordings.set(shapes, found);
      if (recordings.size > limit) drop(recordings.keys().next().value!);
      return found;
    }

    function drop(shapes: string) {
      recordings.get(shapes)!.dispose();
      recordings.delete(shapes);
    }

    return {
      run: (state, batch) => find(state, batch).run(state, batch),
      dispose: () => [...recordings.keys()].forEach(drop),
    };
  };
}

function shapesOf(batch: Tensors): string {
  return Object.keys(batch).sort().map((name) => `${name} ${describe(batch[name]!)}`).join("; ");
}
