/** Causal attention block by block: the time axis of `[rows, heads, time, …]` cut into blocks of queries. */
import { type Tensor, tf } from "../base/mod.ts";

/** Queries from `start` to `end`, which see the keys before `end`. */
export interface Block {
  /** First query. */
  readonly start: number;
  /** First query, and key, beyond. */
  readonly end: number;
}

/** Queries of a block: fewer make products too small to be fast. */
const BLOCK = 256;

/** Blocks of a sequence; a short one is a single block. */
export function blocksOf(time: number): Block[] {
  if (time < 2 * BLOCK) return [{ start: 0, end: time }];
  return Array.from({ length: Math.ceil(time / BLOCK) }, (_, i) => ({
    start: i * BLOCK,
    end: Math.min((i + 1) * BLOCK, time),
  }));
}

/** The block's own positions of `[rows, heads, time, …]`. */
export function within(x: Tensor, { start, end }: Block): Tensor {
  return positions(x, start, end);
}

/** The positions that the block sees. */
export function upTo(x: Tensor, { end }: Block): Tensor {
  return positions(x, 0, end);
}

function positions(x: Tensor, start: number, end: number): Tensor {
  const [rows, heads, time, d] = x.shape as [number, number, number, number];
  if (end - start === time) return x;
  return tf.slice(x, [0, 0, start, 0], [rows, heads, end - start, d]);
}

/** What a block sees of a mask whose last axes are time. */
export function maskOf(mask: Tensor, { start, end }: Block): Tensor {
  const [queries, keys] = mask.shape.slice(-2) as [number, number];
  if (start === 0 && end === keys) return mask;
  const outer = mask.shape.slice(0, -2);
  const none = outer.map(() => 0);
  // A mask of one query is that of all.
  const [from, count] = queries === 1 ? [0, 1] : [start, end - start];
  return tf.slice(mask, [...none, from, 0], [...outer, count, end]);
}

/** Parts of the time axis, one after the other. */
export function joined(parts: readonly Tensor[]): Tensor {
  return parts.length === 1 ? parts[0]! : tf.concat([...parts], 2);
}

/** The sum of parts `[rows, heads, end, d]` that grow towards the last, which has every position. */
export function summed(parts: readonly Tensor[]): Tensor {
  return parts.reduceRight((sum, part) => {
    const missing = sum.shape[2]! - part.shape[2]!;
    return tf.add(sum, tf.pad(part, [[0, 0], [0, 0], [0, missing], [0, 0]]));
  });
}
