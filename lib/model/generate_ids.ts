/** Writes continuations, many prompts at once, with a cache of keys and values. */
import { fold, type Key, key, type Tensor, tf, uniform } from "../base/mod.ts";
import { causalMask, paddingMask } from "./attention.ts";
import { forward, type LayerCache, logits, type Model } from "./gpt2.ts";
import { type Linear, plainLinear } from "./linear.ts";
import { requireSampleOptions, type SampleOptions, sampleToken } from "./sample.ts";

/** Options for {@linkcode generateIds}. */
export interface GenerateOptions extends SampleOptions {
  /** Most tokens to write. @default {64} */
  readonly maxTokens?: number;
  /** Token that ends a continuation; it is not part of what is returned. @default {none} */
  readonly stop?: number;
  /** Random stream; row i draws from its own child, so that a row does not depend on its neighbours. @default {seed 0} */
  readonly key?: Key;
  /** Stands in for every affine map, to sample from an adapter. @default {plainLinear} */
  readonly linear?: Linear;
}

/**
 * Continues each prompt.
 *
 * @param model The model.
 * @param prompts Token ids of the prompts; none may be empty.
 * @returns Token ids of the continuations, without the prompts and without the stop token.
 * @throws {RangeError} If a prompt is empty, or prompt and continuation together exceed the model's context.
 */
export async function generateIds(
  model: Model,
  prompts: readonly Int32Array[],
  { maxTokens = 64, stop, key: root = key(0), linear = plainLinear, ...sample }: GenerateOptions =
    {},
): Promise<Int32Array[]> {
  requireSampleOptions(sample);
  const longest = requirePrompts(model, prompts, maxTokens);
  const written: number[][] = prompts.map(() => []);
  const open = new Set(prompts.keys());
  let feed = leftPad(prompts, longest);
  let past: LayerCache[] = [];
  for (let step = 0; step < maxTokens && open.size > 0; step++) {
    const { scores, cache } = advance(model, feed, past, longest, step, prompts, linear);
    disposeCache(past);
    past = cache;
    const next = await drawRows(scores, model.config.vocab, step, root, sample);
    for (const row of open) {
      if (next[row] === stop) open.delete(row);
      else written[row]!.push(next[row]!);
    }
    feed = next;
  }
  disposeCache(past);
  return written.map((ids) => Int32Array.from(ids));
}

function requirePrompts(model: Model, prompts: readonly Int32Array[], maxTokens: number): number {
  const longest = Math.max(0, ...prompts.map((ids) => ids.length));
  const { context, vocab } = model.config;
  if (prompts.some((ids) => ids.length === 0)) {
    throw new RangeError(
      "Cannot generate as a prompt is empty: begin with the tokenizer's BOS or EOS token",
    );
  }
  if (prompts.some((ids) => ids.some((id) => id < 0 || id >= vocab))) {
    throw new RangeError(
      `Cannot generate as a prompt has a token outside of the model's vocabulary of ${vocab}`,
    );
  }
  if (longest + maxTokens > context) {
    throw new RangeError(
      `Cannot generate ${maxTokens} tokens after a prompt of ${longest} as the model's context is ${context}`,
    );
  }
  return longest;
}

/** Prompts aligned at their end, so that every row continues at the same place. */
function leftPad(prompts: readonly Int32Array[], longest: number): Int32Array {
  const ids = new Int32Array(prompts.length * longest);
  prompts.forEach((prompt, row) => ids.set(prompt, (row + 1) * longest - prompt.length));
  return ids;
}

/** One pass over the tokens in `feed`: scores of the next token, and the grown cache. */
function advance(
  model: Model,
  feed: Int32Array,
  past: readonly LayerCache[],
  longest: number,
  step: number,
  prompts: readonly Int32Array[],
  linear: Linear,
): { scores: Tensor; cache: LayerCache[] } {
  const rows = prompts.length;
  const time = feed.length / rows;
  const cache: LayerCache[] = [];
  const scores = tf.tidy(() => {
    const hidden = forward(model, tf.tensor2d(feed, [rows, time], "int32"), {
      linear,
      past,
      onCache: (layer) => cache.push(layer),
      positions: positionsOf(prompts, longest, step),
      mask: maskOf(prompts, longest, step),
    });
    const last = tf.slice(hidden, [0, time - 1, 0], [rows, 1, model.config.width]);
    return logits(model, last).reshape([rows, model.config.vocab]);
  });
  return { scores, cache };
}

function positionsOf(prompts: readonly Int32Array[], longest: number, step: number): Tensor {
  const time = step === 0 ? longest : 1;
  const positions = prompts.flatMap((prompt) =>
    Array.from(
      { length: time },
      (_, i) => step === 0 ? Math.max(0, i - (longest - prompt.length)) : prompt.length + step - 1,
    )
  );
  return tf.tensor2d(positions, [prompts.length, time], "int32");
}

function maskOf(prompts: readonly Int32Array[], longest: number, step: number): Tensor {
  const seen = longest + step;
  const visible = prompts.flatMap((prompt) =>
    Array.from({ length: seen }, (_, i) => i < longest - prompt.length ? 0 : 1)
  );
  const padding = paddingMask(tf.tensor2d(visible, [prompts.length, seen]));
  // Padding in front hides a row's first places from all; the row's own mask adds up to at most twice HIDDEN.
  return step === 0 ? tf.add(padding, causalMask(longest)) : padding;
}

async function drawRows(
  scores: Tensor,
  vocab: number,
  step: number,
  root: Key,
  sample: SampleOptions,
): Promise<Int32Array> {
  const all = await scores.data<"float32">();
  scores.dispose();
  return Int32Array.from({ length: all.length / vocab }, (_, row) => {
    const [draw] = uniform(fold(fold(root, row), step), 1);
    return sampleToken(all.subarray(row * vocab, (row + 1) * vocab), draw!, sample);
  });
}

function disposeCache(cache: readonly LayerCache[]) {
  for (const { keys, values } of cache) {
    keys.dispose();
    values.dispose();
  }
}
