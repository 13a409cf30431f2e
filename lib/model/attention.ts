/** Scaled dot-product attention with one fused gradient. */
import { type Tensor, type Tensors, tf, withBackward, withGradient } from "../base/mod.ts";
import { type Block, blocksOf, joined, maskOf, summed, upTo, within } from "./attention_blocks.ts";
import { byHead, type Heads, joinHeads, repeatHeads, sumHeads } from "./heads.ts";

/** Added to the scores of positions that must not be seen: their weight underflows to exactly zero. */
export const HIDDEN = -1e9;

/**
 * `softmax(q kᵀ / √d + mask) v` (Vaswani et al., 2017).
 *
 * Scores are not held: the backward pass starts from the weights, so one `[rows, heads, time, time]` tensor lives per
 * layer instead of four.
 *
 * @param q Queries, `[rows, heads, time, d]`.
 * @param k Keys, `[rows, kvHeads, past + time, d]`, each of which serves `heads / kvHeads` queries next to each other
 * (grouped-query attention; Ainslie et al., 2023).
 * @param v Values, `[rows, kvHeads, past + time, d]`.
 * @param mask Added to the scores, broadcast to `[rows, heads, time, past + time]`.
 * @returns Shape `[rows, heads, time, d]`.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor): Tensor {
  return withGradient([q, k, v], (q, k, v) => {
    const scaled = tf.mul(q, scaleOf(q));
    const [, heads] = q.shape as [number, number];
    const weights = weigh(scaled, repeatHeads(k, heads), mask);
    const mixed = tf.matMul(weights, repeatHeads(v, heads));
    return withBackward(mixed, { scaled, k, v, mixed, weights }, (dy, saved) => {
      const { dq, dk, dv } = gradients(dy, { ...saved, along: alongOf(dy, saved.mixed) });
      return [tf.mul(dq, scaleOf(dq)), dk, dv];
    });
  });
}

/**
 * {@linkcode attention} of a sequence to itself, heads split and joined within the function, so that neither the joint
 * projection nor any transposed copy of it is held.
 *
 * Long sequences go block by block: the queries of a block see no key beyond it, so that nearly half of the scores are
 * never computed.
 *
 * @param joint Queries, keys and values of all heads, `[rows, time, (heads + 2 kvHeads) d]`.
 * @param heads How it falls into heads.
 * @param mask Added to the scores, broadcast to `[rows, heads, time, time]`; it must hide whatever comes later.
 * @returns Shape `[rows, time, heads × d]`.
 */
export function selfAttention(joint: Tensor, heads: Heads, mask: Tensor): Tensor {
  return withGradient([joint], (joint) => {
    const [q, k, v] = heads.split(joint);
    const [, count, time] = q.shape as [number, number, number];
    const scaled = tf.mul(q, scaleOf(q));
    const [keys, values] = [repeatHeads(k, count), repeatHeads(v, count)];
    const blocks = blocksOf(time);
    const weights = blocks.map((block) =>
      weigh(within(scaled, block), upTo(keys, block), maskOf(mask, block))
    );
    const parts = weights.map((some, i) => tf.matMul(some, upTo(values, blocks[i]!)));
    const mixed = joined(parts);
    const kept: Saved = {
      ...{ scaled, k, v, mixed, ...heads.held },
      ...Object.fromEntries(weights.entries()),
    };
    return withBackward(
      joinHeads(mixed),
      kept,
      (dy, saved) => heads.join(saved, ...selfAttentionGradients(byHead(dy, count), saved, blocks)),
    );
  });
}

/** What is saved for the backward pass; the weights of block i go by its number. */
type Saved = Tensors & Readonly<Record<"scaled" | "k" | "v" | "mixed" | number, Tensor>>;

function selfAttentionGradients(
  dMixed: Tensor,
  saved: Saved,
  blocks: readonly Block[],
): [dq: Tensor, dk: Tensor, dv: Tensor] {
  const { scaled, k, v, mixed } = saved;
  const along = alongOf(dMixed, mixed);
  const parts = blocks.map((block, i) =>
    gradients(within(dMixed, block), {
      scaled: within(scaled, block),
      k: upTo(k, block),
      v: upTo(v, block),
      weights: saved[i]!,
      along: within(along, block),
    })
  );
  return [
    tf.mul(joined(parts.map(({ dq }) => dq)), scaleOf(k)),
    summed(parts.map(({ dk }) => dk)),
    summed(parts.map(({ dv }) => dv)),
  ];
}

function scaleOf(x: Tensor): number {
  return 1 / Math.sqrt(x.shape.at(-1)!);
}

/** The weights that each position gives the others, `[rows, heads, time, keys]`, from queries that are scaled already. */
function weigh(scaled: Tensor, k: Tensor, mask: Tensor): Tensor {
  return tf.softmax(tf.add(tf.matMul(scaled, k, false, true), mask));
}

/** Σ dȳ ȳ over the head's width, `[rows, heads, time, 1]`, which is Σ w dw over the keys. */
function alongOf(dMixed: Tensor, mixed: Tensor): Tensor {
  return tf.sum(tf.mul(dMixed, mixed), -1, true);
}

/** With w the weights and ȳ the output, the gradient of the scores is w (dȳ vᵀ − Σ dȳ ȳ); `dq` is of the scaled queries. */
function gradients(
  dy: Tensor,
  { scaled, k, v, weights, along }: Readonly<
    Record<"scaled" | "k" | "v" | "weights" | "along", Tensor>
  >,
): { dq: Tensor; dk: Tensor; dv: Tensor } {
  const [heads, kvHeads] = [dy.shape[1]!, k.shape[1]!];
  const reach = tf.matMul(dy, repeatHeads(v, heads), false, true);
  const dScores = tf.mul(weights, tf.sub(reach, along));
  return {
    dq: tf.matMul(dScores, repeatHeads(k, heads)),
    dk: sumHeads(tf.matMul(dScores, scaled, true, false), kvHeads),
    dv: sumHeads(tf.matMul(weights, dy, true, false), kvHeads),
  };
}

/**
 * The mask under which a token sees no further back than `window` positions, itself included (Mistral; Jiang et al., 2023).
 *
 * @param positions Position of each token, `[rows or 1, time]`.
 * @returns Shape `[rows or 1, 1, time, time]`.
 */
export function windowMask(positions: Tensor, window: number): Tensor {
  const [rows, time] = positions.shape as [number, number];
  return tf.tidy(() => {
    const place = tf.cast(positions, "float32");
    const back = tf.sub(place.reshape([rows, 1, time, 1]), place.reshape([rows, 1, 1, time]));
    return tf.mul(tf.cast(tf.greaterEqual(back, window), "float32"), HIDDEN);
  });
}

/** The mask under which position i sees positions 0 … i, `[time, time]`. */
export function causalMask(time: number): Tensor {
  return tf.tidy(() => {
    const place = tf.range(0, time, 1, "int32");
    const later = tf.less(place.expandDims(1), place.expandDims(0));
    return tf.mul(tf.cast(later, "float32"), HIDDEN);
  });
}

/**
 * The mask under which a token sees what stands before it, itself included, in its own segment and in its parent: an
 * answer sees itself and its prompt, never another answer that shares the prompt.
 *
 * @param segments What each token is part of, `[rows, time]`, int32.
 * @param parents The segment that each token also sees, `[rows, time]`, int32.
 * @returns Shape `[rows, 1, time, time]`.
 */
export function segmentMask(segments: Tensor, parents: Tensor): Tensor {
  const [rows, time] = segments.shape as [number, number];
  return tf.tidy(() => {
    const seen = segments.reshape([rows, 1, time]);
    const own = tf.equal(segments.reshape([rows, time, 1]), seen);
    const parent = tf.equal(parents.reshape([rows, time, 1]), seen);
    const hidden = tf.cast(tf.logicalNot(tf.logicalOr(own, parent)), "float32");
    return tf.minimum(tf.mul(hidden, HIDDEN), causalMask(time)).reshape([rows, 1, time, time]);
  });
}
