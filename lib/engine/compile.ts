/** Runs a pure training step over a state that the engine holds. */
import { flatten, type Tensor, type Tensors, type TensorTree, tf } from "../base/mod.ts";
import { requireSignature, signatureOf } from "./batch_signature.ts";
import { copies, treeLike } from "./leaves.ts";
import { isNative } from "./native.ts";
import { runnerFor } from "./precision.ts";
import type { Runner, RunnerMaker } from "./runner.ts";
import { requireSameState } from "./same_state.ts";

/**
 * A pure step: state and batch in, next state and metrics out. The next state has the names, shapes and dtypes of the
 * state. It runs inside a tidy and disposes nothing.
 *
 * What else it uses is constant: tensors that it closes over must outlive it unchanged, and numbers are those of the call
 * that recorded it.
 */
export type Step = (state: TensorTree, batch: Tensors) => readonly [TensorTree, Tensors];

/** A step bound to its state. */
export interface Compiled {
  /** Runs one step and returns its metrics, which the caller owns. */
  run(batch: Tensors): Tensors;
  /** Binds a further step to the same state, such as one that scores under it; it lives as long as this one. */
  also(step: Step, example: Tensors): Pick<Compiled, "run">;
  /** A copy of the current state, which the caller owns. */
  read(): TensorTree;
  /** Replaces the state by a copy of the given one. */
  write(state: TensorTree): void;
  /** Gives back the state and whatever was recorded. */
  dispose(): void;
}

/** Options for {@linkcode compile}. */
export interface CompileOptions {
  /** How the step is run. @default {`recorded()` on the engine `tensorflow`, `eagerly` on others} */
  readonly runner?: RunnerMaker;
}

/** Whether steps are recorded on the engine in use, so that few shapes of batches are better than many. */
export function recordsSteps(): boolean {
  return isNative();
}

/**
 * In how many parts that know nothing of each other a step should compute what it can: in a recorded graph the threads of
 * one compute while those of another wait for the last of them, which small products do often.
 */
export function independentParts(): number {
  return recordsSteps() ? 2 : 1;
}

/**
 * Binds a pure step to its state.
 *
 * On `tensorflow` the step is called once for each shape of its batch, and what it does is recorded as one graph, which
 * every run then executes. Elsewhere each run calls the step.
 *
 * @param step The step.
 * @param state First state; copied, so that the caller keeps its own.
 * @param example A batch whose names and dtypes every later batch must have.
 * @throws {RangeError} From `run`, if the step is recorded and uses an op that cannot be.
 * @throws {TypeError} From `run`, if a batch has other names or dtypes than the example, the step gives its state other
 * names, shapes or dtypes, or, while it is recorded, reads a tensor or draws random numbers; from `write`, if the state
 * has others.
 *
 * @example
 * ```ts
 * import { compile, ensureEngine } from "@fastslow/fastslow";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * await ensureEngine();
 * const one = { x: tf.scalar(1) };
 * const sum = compile(
 *   ({ total }, { x }) => [{ total: tf.add(total as tf.Scalar, x!) }, {}],
 *   { total: tf.scalar(0) },
 *   one,
 * );
 * sum.run(one);
 * sum.run(one);
 * const { total } = sum.read();
 * deepEqual(await (total as tf.Scalar).data(), new Float32Array([2]));
 * tf.dispose(total);
 * sum.dispose();
 * ```
 */
export function compile(
  step: Step,
  state: TensorTree,
  example: Tensors,
  { runner: make = runnerFor("float32") }: CompileOptions = {},
): Compiled {
  const treeOf = treeLike(state);
  const runners: Runner[] = [];
  let current = copies(flatten(state));

  function bind(step: Step, example: Tensors): Pick<Compiled, "run"> {
    const expected = signatureOf(example);
    const runner = make((leaves, batch) => {
      const [next, metrics] = step(treeOf(leaves), batch);
      return [flatten(next), metrics];
    });
    runners.push(runner);
    return {
      run(batch) {
        requireSignature(expected, batch);
        const { next, metrics } = runner.run(current, batch);
        disposeReplaced(current, next);
        current = next;
        return metrics;
      },
    };
  }

  return {
    ...bind(step, example),
    also: bind,
    read: () => treeOf(copies(current)),
    write(state) {
      const next = flatten(state);
      requireSameState(current, next, "write the state");
      const before = current;
      current = copies(next);
      tf.dispose(before);
    },
    dispose() {
      for (const runner of runners) runner.dispose();
      tf.dispose(current);
    },
  };
}

/** A step may hand a leaf through unchanged; only the others have gone. */
function disposeReplaced(before: Tensors, after: Tensors) {
  const kept = new Set<Tensor>(Object.values(after));
  for (const leaf of Object.values(before)) {
    if (!kept.has(leaf)) leaf.dispose();
  }
}
