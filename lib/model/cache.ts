/** Keys and values of the tokens so far, which a step adds one token to. */
import { type Tensor, type Tensors, tf } from "../base/mod.ts";
import { overwriteRows } from "../engine/mod.ts";
import { attention, HIDDEN } from "./attention.ts";
import { joinHeads } from "./heads.ts";
import type { Attend } from "./transformer.ts";

/** Keys and values by layer, `keys.0`, `values.0`, …, each `[rows, kvHeads, slots, d]`; keys are turned by their positions. */
export type Cache = Tensors;

/** Where a cache is handed on to; its tensors outlive the surrounding tidy. */
export type Remember = (name: string, memory: Tensor) => void;

/** Attention of the prompts' tokens to each other, whose keys and values are handed on. */
export function attendPrompt(mask: Tensor, remember: Remember): Attend {
  return (joint, layer, heads) => {
    const [q, k, v] = heads.split(joint);
    remember(`keys.${layer}`, k);
    remember(`values.${layer}`, v);
    return joinHeads(attention(q, k, v, mask));
  };
}

/**
 * Attention of one token a row to all before it and to itself: its keys and values go into one slot of the given cache,
 * whose memory they replace, and the cache is handed on.
 *
 * @param slot Where the tokens go, the same in every row, `[]`, int32.
 */
export function attendPast(
  { past, slot, mask }: { readonly past: Cache; readonly slot: Tensor; readonly mask: Tensor },
  remember: Remember,
): Attend {
  const [rows, heads, slots] = past["keys.0"]!.shape as [number, number, number];
  const firsts = tf.mul(tf.range(0, rows * heads, 1, "int32"), tf.scalar(slots, "int32"));
  const at = tf.add(firsts, slot); // [rows × kvHeads]
  return (joint, layer, own) => {
    const [q, k, v] = own.split(joint);
    const keys = written(past[`keys.${layer}`]!, k, at);
    const values = written(past[`values.${layer}`]!, v, at);
    remember(`keys.${layer}`, keys);
    remember(`values.${layer}`, values);
    return joinHeads(attention(q, keys, values, mask));
  };
}

/** The caches among a step's tensors, those of parts of its rows included. */
export function cacheOf(tensors: Tensors): Cache {
  return Object.fromEntries(
    Object.entries(tensors).filter(([name]) => /^(\d+\/)?(keys|values)\.\d+$/.test(name)),
  );
}

/** A cache with room for `slots` tokens; the given one is disposed. */
export function withRoom(cache: Cache, slots: number): Cache {
  return Object.fromEntries(
    Object.entries(cache).map(([name, memory]) => {
      const more = slots - memory.shape[2]!;
      if (more === 0) return [name, memory];
      const grown = tf.pad(memory, [[0, 0], [0, 0], [0, more], [0, 0]]);
      memory.dispose();
      return [name, grown];
    }),
  );
}

/**
 * What is added to scores so that a row's tokens see its slots from its first to their own, `[rows, 1, time, slots]`.
 *
 * @param starts Each row's first slot, `[rows]`, int32.
 * @param own The slot of each token, `[time]`, int32.
 * @param window How many slots back a token sees, itself included.
 */
export function slotMask(
  starts: Tensor,
  own: Tensor,
  slots: number,
  window = Infinity,
): Tensor {
  return tf.tidy(() => {
    const slot = tf.range(0, slots, 1, "int32");
    const early = tf.less(slot, starts.reshape([-1, 1, 1, 1])); // [rows, 1, 1, slots]
    const late = tf.greater(slot, own.reshape([-1, 1])); // [time, slots]
    const outside = tf.logicalOr(early, late);
    const hidden = window < slots ? tf.logicalOr(outside, beyond(slot, own, window)) : outside;
    return tf.mul(tf.cast(hidden, "float32"), HIDDEN);
  });
}

/** Whether a slot lies too far before a token's own, `[time, slots]`. */
function beyond(slot: Tensor, own: Tensor, window: number): Tensor {
  const last = tf.sub(own.reshape([-1, 1]), tf.scalar(window, "int32"));
  return tf.lessEqual(slot, last);
}

/** `memory` with `fresh`, `[rows, kvHeads, 1, d]`, in the slots at the given places of the flattened `[rows × kvHeads × slots]`. */
function written(memory: Tensor, fresh: Tensor, at: Tensor): Tensor {
  const d = memory.shape.at(-1)!;
  return overwriteRows(memory.reshape([-1, d]), at, fresh.reshape([-1, d])).reshape(memory.shape);
}
