/** Trees of tensors: parameters, moments and whole training states are nested records with tensors at the leaves. */
import { type Tensor, tf } from "./tensor.ts";

/** A nested record with `T` at its leaves. */
export interface Branch<T> {
  /** A leaf, or a branch of its own. */
  [name: string]: T | Branch<T>;
}

/** A nested record with tensors at its leaves. */
export type TensorTree = Branch<Tensor>;
/** A flat record of tensors by name. */
export type Tensors = Record<string, Tensor>;

/**
 * Flattens a tree to `path → leaf`, names joined by `/`, in order of insertion.
 *
 * @throws {RangeError} If a name holds a slash itself.
 *
 * @example
 * ```ts
 * import { flatten } from "@fastslow/fastslow/base";
 * import { tf } from "@fastslow/fastslow/base";
 * import { deepEqual } from "node:assert/strict";
 *
 * const tree = { fast: { A: tf.zeros([1]) }, step: tf.scalar(0) };
 * deepEqual(Object.keys(flatten(tree)), ["fast/A", "step"]);
 * ```
 */
export function flatten(tree: TensorTree, prefix = ""): Tensors {
  const flat: Tensors = {};
  for (const [name, node] of Object.entries(tree)) {
    if (name.includes("/")) {
      throw new RangeError(`Cannot flatten a tree as "${name}" holds the slash that joins names`);
    }
    if (isTensor(node)) flat[prefix + name] = node;
    else Object.assign(flat, flatten(node, `${prefix}${name}/`));
  }
  return flat;
}

/** Builds the tree that {@linkcode flatten} flattened. */
export function unflatten(flat: Tensors): TensorTree {
  const tree: TensorTree = {};
  for (const [path, leaf] of Object.entries(flat)) {
    const names = path.split("/");
    const last = names.pop()!;
    let branch = tree;
    for (const name of names) {
      branch = (branch[name] ??= {}) as TensorTree;
    }
    branch[last] = leaf;
  }
  return tree;
}

/**
 * Applies `fn` to the leaves that stand at the same path of every tree; the first tree gives the shape.
 *
 * @throws {RangeError} If a tree lacks a path of the first one.
 */
export function mapTree(
  fn: (...leaves: Tensor[]) => Tensor,
  first: TensorTree,
  ...rest: TensorTree[]
): TensorTree {
  const others = rest.map((tree) => flatten(tree));
  const mapped: Tensors = {};
  for (const [path, leaf] of Object.entries(flatten(first))) {
    const peers = others.map((flat) => {
      const peer = flat[path];
      if (peer === undefined) {
        throw new RangeError(`Cannot map trees as one of them lacks "${path}"`);
      }
      return peer;
    });
    mapped[path] = fn(leaf, ...peers);
  }
  return unflatten(mapped);
}

/** Disposes every leaf of a tree that the caller owns. */
export function disposeTree(tree: TensorTree): void {
  for (const leaf of Object.values(flatten(tree))) leaf.dispose();
}

/** Takes every leaf out of the surrounding tidy, so that the caller owns the tree. */
export function keepTree<T extends TensorTree>(tree: T): T {
  for (const leaf of Object.values(flatten(tree))) tf.keep(leaf);
  return tree;
}

/** Tells a leaf from a branch. */
export function isTensor(node: Tensor | TensorTree): node is Tensor {
  return node instanceof tf.Tensor;
}
