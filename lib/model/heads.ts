/** How a joint projection falls into heads, and positions turn them. */
import { type Tensor, type Tensors, tf } from "../base/mod.ts";
import { type Rotary, type Turn, turned, turnsAt } from "./rotary.ts";

/** Queries, keys and values side by side, `[rows, time, (heads + 2 kvHeads) d]`, taken apart by head and put together again. */
export interface Heads {
  /** Queries `[rows, heads, time, d]`, turned; keys and values `[rows, kvHeads, time, d]`, keys turned. */
  split(joint: Tensor): [q: Tensor, k: Tensor, v: Tensor];
  /** Tensors that `join` needs, to be saved for the backward pass. */
  readonly held: Tensors;
  /** The gradient of `split`: from those of its parts that of the joint projection. */
  join(held: Tensors, dq: Tensor, dk: Tensor, dv: Tensor): Tensor;
}

/** Counts of heads. */
export interface HeadCounts {
  /** Heads of queries. */
  readonly heads: number;
  /** Heads of keys and values; divides `heads`. */
  readonly kvHeads: number;
}

/** Where a projection has the heads' queries, keys and values. */
export type Layout = (counts: HeadCounts) => Heads;

/** All queries, then all keys, then all values. */
export const sideBySide: Layout = ({ heads, kvHeads }) => ({
  split: (joint) =>
    tf.split(byHead(joint, heads + 2 * kvHeads), [heads, kvHeads, kvHeads], 1) as Three,
  held: {},
  join: (_, ...parts) => joinHeads(tf.concat(parts, 1)),
});

/** Query, key and value of the first head, then those of the second, and so on; as many keys as queries. */
export const headByHead: Layout = ({ heads }) => ({
  split: (joint) => tf.split(byHead(joint, heads), 3, -1) as Three,
  held: {},
  join: (_, ...parts) => joinHeads(tf.concat(parts, -1)),
});

/**
 * Heads whose queries and keys are turned by their positions.
 *
 * @param positions Shape `[rows or 1, time]`.
 */
export function turningHeads(heads: Heads, rotary: Rotary, positions: Tensor): Heads {
  const turn = turnsAt(rotary, positions);
  return {
    split(joint) {
      const [q, k, v] = heads.split(joint);
      return [turned(q, turn), turned(k, turn), v];
    },
    held: turn,
    join(held, dq, dk, dv) {
      const back = (x: Tensor) => turned(x, held as Turn, -1);
      return heads.join(held, back(dq), back(dk), dv);
    },
  };
}

/** `[rows, heads, time, d]` → `[rows, time, heads × d]`. */
export function joinHeads(x: Tensor): Tensor {
  const [rows, heads, time, d] = x.shape as [number, number, number, number];
  return x.transpose([0, 2, 1, 3]).reshape([rows, time, heads * d]);
}

/** `[rows, time, heads × d]` → `[rows, heads, time, d]`. */
export function byHead(x: Tensor, heads: number): Tensor {
  const [rows, time, width] = x.shape as [number, number, number];
  return x.reshape([rows, time, heads, width / heads]).transpose([0, 2, 1, 3]);
}

/**
 * Each key or value once for every query that it serves.
 *
 * @param x Shape `[rows, kvHeads, time, d]`.
 * @param heads Heads of queries.
 * @returns Shape `[rows, heads, time, d]`.
 */
export function repeatHeads(x: Tensor, heads: number): Tensor {
  const [rows, kvHeads, time, d] = x.shape as [number, number, number, number];
  if (kvHeads === heads) return x;
  const copies = Array.from({ length: heads / kvHeads }, () => x);
  return tf.stack(copies, 2).reshape([rows, heads, time, d]);
}

/** The gradient of {@linkcode repeatHeads}: `[rows, heads, time, d]` → `[rows, kvHeads, time, d]`. */
export function sumHeads(dx: Tensor, kvHeads: number): Tensor {
  const [rows, heads, time, d] = dx.shape as [number, number, number, number];
  if (kvHeads === heads) return dx;
  return tf.sum(dx.reshape([rows, kvHeads, heads / kvHeads, time * d]), 2)
    .reshape([rows, kvHeads, time, d]);
}

type Three = [Tensor, Tensor, Tensor];
