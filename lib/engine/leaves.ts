/** Trees of tensors taken apart and put together again, and copies of their leaves. */
import { isTensor, type Tensor, type Tensors, type TensorTree, tf } from "../base/mod.ts";

/** Applies `fn` to every tensor of a flat record. */
export function mapLeaves(fn: (leaf: Tensor, name: string) => Tensor, leaves: Tensors): Tensors {
  return Object.fromEntries(Object.entries(leaves).map(([name, leaf]) => [name, fn(leaf, name)]));
}

/** Copies of the tensors, which outlive the surrounding tidy. */
export function copies(leaves: Tensors): Tensors {
  return mapLeaves((leaf) => tf.keep(leaf.clone()), leaves);
}

/** Builds trees like the given one, branches without leaves included, of leaves that go by their paths. */
export function treeLike(tree: TensorTree): (leaves: Tensors) => TensorTree {
  const paths = pathsOf(tree, "");
  return (leaves) => fill(paths, leaves);
}

/** A tree of the paths of its leaves. */
interface Paths {
  readonly [name: string]: string | Paths;
}

function pathsOf(tree: TensorTree, prefix: string): Paths {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => {
      const path = prefix + name;
      return [name, isTensor(node) ? path : pathsOf(node, `${path}/`)];
    }),
  );
}

function fill(paths: Paths, leaves: Tensors): TensorTree {
  return Object.fromEntries(
    Object.entries(paths).map(([name, node]) => [
      name,
      typeof node === "string" ? leaves[node]! : fill(node, leaves),
    ]),
  );
}
