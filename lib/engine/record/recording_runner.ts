/** Runs a step as a graph, recorded once for each shape of its batch. */
import type { Tensors } from "../../base/mod.ts";
import type { FlatStep, Runner } from "../runner.ts";
import { describe } from "../same_state.ts";
import { record } from "./recording.ts";

/**
 * A runner for the native engine.
 *
 * @param limit How many recordings are held; the least recently used one goes first.
 */
export function recordingRunner(step: FlatStep, limit: number): Runner {
  const recordings = new Map<string, Runner>(); // least recently used first

  function find(state: Tensors, batch: Tensors): Runner {
    const shapes = shapesOf(batch);
    const found = recordings.get(shapes) ?? record(step, state, batch);
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
    dispose() {
      for (const shapes of [...recordings.keys()]) drop(shapes);
    },
  };
}

function shapesOf(batch: Tensors): string {
  return Object.keys(batch).sort().map((name) => `${name} ${describe(batch[name]!)}`).join("; ");
}
