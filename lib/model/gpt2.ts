/** GPT-2 (Radford et al., 2019) as functions over its parameters. */
import { plus, type Tensor, type Tensors, tf } from "../base/mod.ts";
import { ACTIVATION } from "./activation.ts";
import { causalMask, selfAttention } from "./attention.ts";
import type { ModelConfig } from "./config.ts";
import { layerNorm, type Norm } from "./layer_norm.ts";
import { type Linear, plainLinear } from "./linear.ts";

/** A model: its architecture and its parameters under Hugging Face's names, without the prefix `transformer.`. */
export interface Model {
  /** Architecture. */
  readonly config: ModelConfig;
  /** Parameters by name, such as `h.0.attn.c_attn.weight`. */
  readonly weights: Tensors;
}

/**
 * The attention of one layer.
 *
 * @param joint Queries, keys and values side by side, `[rows, time, 3 width]`.
 * @param layer Counted from 0.
 * @returns Shape `[rows, time, width]`.
 */
export type Attend = (joint: Tensor, layer: number) => Tensor;

/** Options for {@linkcode forward}. */
export interface ForwardOptions {
  /** Stands in for every affine map. @default {plainLinear} */
  readonly linear?: Linear;
  /** Stands in for every normalisation. @default {layerNorm} */
  readonly norm?: Norm;
  /** Takes rows of the token embedding, `[rows, time, width]` from `[vocab, width]` and ids. @default {a frozen gather} */
  readonly lookup?: (table: Tensor, ids: Tensor) => Tensor;
  /** Position of each token, `[rows, time]`. @default {0, 1, 2, … in every row} */
  readonly positions?: Tensor;
  /** Added to the attention scores, broadcast to `[rows, heads, time, time]`. @default {causal} */
  readonly mask?: Tensor;
  /** Stands in for the attention of each layer. @default {`selfAttention` under `mask`} */
  readonly attend?: Attend;
}

/**
 * Hidden states after the last normalisation.
 *
 * @param model The model.
 * @param ids Token ids, `[rows, time]`, int32, each in `0 … vocab − 1`.
 * @returns Shape `[rows, time, width]`.
 */
export function forward(model: Model, ids: Tensor, options: ForwardOptions = {}): Tensor {
  const { config, weights } = model;
  return tf.tidy(() => {
    const mask = options.mask ?? causalMask(ids.shape[1]!);
    const { lookup = gatherRows } = options;
    const token = lookup(weights["wte.weight"]!, ids);
    let x = tf.add(token, place(weights, ids, options.positions)); // [rows, time, width]
    for (let layer = 0; layer < config.layers; layer++) {
      // What a block holds for its backward pass survives this scope, what it merely passed through does not.
      const next = tf.tidy(() => block(model, layer, x, mask, options));
      x.dispose();
      x = next;
    }
    return norm(model, "ln_f", x, options);
  });
}

/** The head's matrix, `[vocab, width]`. */
export function headMatrix({ config, weights }: Model): Tensor {
  return config.tied ? weights["wte.weight"]! : weights["lm_head.weight"]!;
}

/** Scores of the next token, `[…, vocab]` from hidden states `[…, width]`. */
export function logits(model: Model, hidden: Tensor): Tensor {
  const { width, vocab } = model.config;
  const flat = tf.matMul(
    hidden.reshape([-1, width]),
    headMatrix(model) as tf.Tensor2D,
    false,
    true,
  );
  return flat.reshape([...hidden.shape.slice(0, -1), vocab]);
}

function gatherRows(table: Tensor, ids: Tensor): Tensor {
  return tf.gather(table, ids as tf.Tensor2D);
}

function place(weights: Tensors, ids: Tensor, positions?: Tensor): Tensor {
  const table = weights["wpe.weight"]!;
  if (positions) return tf.gather(table, positions as tf.Tensor2D);
  return tf.slice(table, [0, 0], [ids.shape[1]!, table.shape[1]!]);
}

function block(
  model: Model,
  layer: number,
  x: Tensor,
  mask: Tensor,
  options: ForwardOptions,
): Tensor {
  const name = `h.${layer}`;
  const seen = norm(model, `${name}.ln_1`, x, options);
  const attended = plus(x, attend(model, layer, seen, mask, options));
  const read = norm(model, `${name}.ln_2`, attended, options);
  return plus(attended, feedForward(model, name, read, options));
}

function attend(
  model: Model,
  layer: number,
  x: Tensor,
  mask: Tensor,
  options: ForwardOptions,
): Tensor {
  const name = `h.${layer}.attn`;
  const { heads } = model.config;
  const joint = linear(model, `${name}.c_attn`, x, options); // [rows, time, 3 width]
  const mixed = options.attend?.(joint, layer) ?? selfAttention(joint, heads, mask); // [rows, time, width]
  return linear(model, `${name}.c_proj`, mixed, options);
}

function feedForward(model: Model, name: string, x: Tensor, options: ForwardOptions): Tensor {
  const activate = ACTIVATION[model.config.activation];
  const inner = activate(linear(model, `${name}.mlp.c_fc`, x, options)); // [rows, time, inner]
  return linear(model, `${name}.mlp.c_proj`, inner, options);
}

function linear(
  { weights }: Model,
  name: string,
  x: Tensor,
  { linear = plainLinear }: ForwardOptions,
): Tensor {
  return linear(name, x, weights[`${name}.weight`]!, weights[`${name}.bias`]!);
}

function norm(
  { config, weights }: Model,
  name: string,
  x: Tensor,
  { norm = layerNorm }: ForwardOptions,
): Tensor {
  return norm(x, weights[`${name}.weight`]!, weights[`${name}.bias`]!, config.epsilon);
}
