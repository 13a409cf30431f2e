/** The two steps that sampling is made of, pure functions over tensors. */
import { type Tensor, type Tensors, tf } from "../base/mod.ts";
import type { Step } from "../engine/mod.ts";
import { attendPast, attendPrompt, cacheOf, type Remember, slotMask } from "./cache.ts";
import type { Draw } from "./draw.ts";
import { forward, logits, type Model } from "./transformer.ts";
import type { Linear } from "./linear.ts";
import { splitInputs } from "./policy_inputs.ts";

/** What the steps close over. */
export interface SamplingParts {
  /** The model. */
  readonly model: Model;
  /** The affine maps under a policy's tensors. */
  readonly linear: (policy: Tensors) => Linear;
  /** Chooses tokens. */
  readonly draw: Draw;
  /** What the scores are divided by. */
  readonly temperature: number;
}

/**
 * The first step. It takes `ids [rows, time]`, padded in front, `starts [rows]`, the place of each row's first token,
 * `draws [rows]` and a policy; it gives `ids [rows]`, the first tokens, and their cache.
 */
export function readPrompts(parts: SamplingParts): Step {
  const { model: { config } } = parts;
  return (_state, batch) => {
    const { ids, starts } = batch as Record<"ids" | "starts", Tensor>;
    const [rows, time] = ids.shape as [number, number];
    const own = tf.range(0, time, 1, "int32");
    const places = tf.sub(own.expandDims(0), starts.expandDims(1)); // [rows, time]
    return remembering((remember) => {
      const hidden = forward(parts.model, ids, {
        linear: parts.linear(splitInputs(batch).weights),
        positions: tf.maximum(places, tf.scalar(0, "int32")),
        attend: attendPrompt(slotMask(starts, own, time, config.window), remember),
      });
      return drawn(tf.slice(hidden, [0, time - 1, 0], [rows, 1, config.width]), batch, parts);
    });
  };
}

/**
 * Every other step. It takes `ids [rows]`, the tokens drawn last, `slot []`, their slot in the cache, `starts [rows]`,
 * `draws [rows]`, a policy and a cache, whose memory it takes over; it gives `ids [rows]`, the next tokens, and the cache.
 */
export function nextTokens(parts: SamplingParts): Step {
  const { model: { config } } = parts;
  return (_state, batch) => {
    const { ids, starts, slot } = batch as Record<"ids" | "starts" | "slot", Tensor>;
    const past = cacheOf(batch);
    const mask = slotMask(starts, slot, past["keys.0"]!.shape[2]!, config.window);
    return remembering((remember) => {
      const hidden = forward(parts.model, ids.expandDims(1), {
        linear: parts.linear(splitInputs(batch).weights),
        positions: tf.sub(slot, starts).expandDims(1),
        attend: attendPast({ past, slot, mask }, remember),
      });
      return drawn(hidden, batch, parts);
    });
  };
}

/** Next tokens, `[rows]`, from the hidden states of the last ones, `[rows, 1, width]`. */
function drawn(hidden: Tensor, { draws }: Tensors, parts: SamplingParts): Tensor {
  const { model, draw, temperature } = parts;
  const last = hidden.reshape([-1, model.config.width]);
  // Scores have `vocab / width` times as many entries to divide.
  const warm = temperature === 0 ? last : tf.mul(last, 1 / temperature);
  return draw(logits(model, warm), draws!);
}

/** Runs `fn` and gives what it remembers beside the tokens, all of it the surrounding tidy's. */
function remembering(fn: (remember: Remember) => Tensor): ReturnType<Step> {
  const kept: Tensors = {};
  const ids = fn((name, memory) => {
    // The model's own tidy ends with the layer.
    kept[name] = tf.keep(memory.clone());
  });
  const cache = Object.fromEntries(
    Object.entries(kept).map(([name, memory]) => {
      const own = memory.clone();
      memory.dispose();
      return [name, own];
    }),
  );
  return [{}, { ids, ...cache }];
}
