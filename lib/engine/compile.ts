/** Runs a pure training step over a state that the engine holds. */
import { type Tensor, type Tensors, type TensorTree, tf } from "../base/mod.ts";
import { disposeTree, flatten, isTensor, keepTree } from "../base/mod.ts";

/** A pure step: state and batch in, next state and metrics out. It runs inside a tidy and disposes nothing. */
export type Step = (state: TensorTree, batch: Tensors) => readonly [TensorTree, Tensors];

/** A step bound to its state. */
export interface Compiled {
  /** Runs one step and returns its metrics, which the caller owns. */
  run(batch: Tensors): Tensors;
  /** The current state; it still belongs to the step and changes with the next run. */
  read(): TensorTree;
  /** Replaces the state by a copy of the given one. */
  write(state: TensorTree): void;
  /** Gives the state back. */
  dispose(): void;
}

/**
 * Binds a pure step to its state.
 *
 * @param step The step.
 * @param state First state; copied, so that the caller keeps its own.
 * @param example A batch whose names and dtypes every later batch must have.
 * @throws {TypeError} From `run`, if a batch has other names or dtypes than the example.
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
 * deepEqual(await (sum.read().total as tf.Scalar).data(), new Float32Array([2]));
 * sum.dispose();
 * ```
 */
export function compile(step: Step, state: TensorTree, example: Tensors): Compiled {
  const expected = signature(example);
  let current = copy(state);
  return {
    run(batch) {
      requireSignature(expected, signature(batch));
      const { next, metrics } = tf.tidy(() => {
        const [next, metrics] = step(current, batch);
        return { next: keepTree(owned(next, current)), metrics: clone(metrics) as Tensors };
      });
      disposeReplaced(current, next);
      current = next;
      return metrics;
    },
    read: () => current,
    write(state) {
      const next = copy(state);
      disposeTree(current);
      current = next;
    },
    dispose: () => disposeTree(current),
  };
}

function copy(state: TensorTree): TensorTree {
  return keepTree(tf.tidy(() => clone(state)));
}

/** A step may give a tensor of its batch, or one tensor as state and metric: clones have one owner each. */
function clone(tree: TensorTree): TensorTree {
  return mapLeaves((leaf) => leaf.clone(), tree);
}

/** The next state: leaves that did not change stay, all others become its own. */
function owned(next: TensorTree, before: TensorTree): TensorTree {
  const unchanged = leavesOf(before);
  return mapLeaves((leaf) => unchanged.has(leaf) ? leaf : leaf.clone(), next);
}

/** Unlike `mapTree`, keeps names with a slash, as metrics have, and branches without leaves, as states have. */
function mapLeaves(fn: (leaf: Tensor) => Tensor, tree: TensorTree): TensorTree {
  const entries = Object.entries(tree);
  return Object.fromEntries(
    entries.map(([name, node]) => [name, isTensor(node) ? fn(node) : mapLeaves(fn, node)]),
  );
}

/** A step may hand a leaf through unchanged; only the others have gone. */
function disposeReplaced(before: TensorTree, after: TensorTree) {
  const kept = leavesOf(after);
  for (const leaf of Object.values(flatten(before))) {
    if (!kept.has(leaf)) leaf.dispose();
  }
}

function leavesOf(tree: TensorTree): ReadonlySet<Tensor> {
  return new Set(Object.values(flatten(tree)));
}

function signature(batch: Tensors): string {
  return Object.keys(batch).sort().map((name) => `${name} ${batch[name]!.dtype}`).join(", ");
}

function requireSignature(expected: string, actual: string) {
  if (actual === expected) return;
  throw new TypeError(
    `Cannot run the step as its batch holds other tensors than the example: ${actual} instead of ${expected}`,
  );
}
