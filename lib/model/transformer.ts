/** Decoder-only transformers as functions over their parameters. */
import { plus, type Tensor, type Tensors, tf } from "../base/mod.ts";
import { along, CURVES, gated } from "./activation.ts";
import { architecture } from "./architectures/mod.ts";
import { causalMask, selfAttention, windowMask } from "./attention.ts";
import type { ModelConfig } from "./config.ts";
import { type Heads, turningHeads } from "./heads.ts";
import type { Norm } from "./layer_norm.ts";
import { type Linear, plainLinear } from "./linear.ts";

/** A model: its architecture and its parameters under Hugging Face's names, GPT-2's without the prefix `transformer.`. */
export interface Model {
  /** Architecture. */
  readonly config: ModelConfig;
  /** Parameters by name, such as `h.0.attn.c_attn.weight`; affine maps are `[in, out]`. */
  readonly weights: Tensors;
}

/**
 * The attention of one layer.
 *
 * @param joint Queries, keys and values of all heads, `[rows, time, (heads + 2 kvHeads) d]`.
 * @param layer Counted from 0.
 * @param heads How `joint` falls into heads.
 * @returns Shape `[rows, time, heads × d]`.
 */
export type Attend = (joint: Tensor, layer: number, heads: Heads) => Tensor;

/** Options for {@linkcode forward}. */
export interface ForwardOptions {
  /** Stands in for every affine map. @default {plainLinear} */
  readonly linear?: Linear;
  /** Stands in for every normalisation. @default {the architecture's} */
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

/** What every block of a pass shares. */
interface Pass {
  readonly model: Model;
  readonly options: ForwardOptions;
  readonly heads: Heads;
  readonly attend: Attend;
}

/**
 * Hidden states after the last normalisation.
 *
 * @param model The model.
 * @param ids Token ids, `[rows, time]`, int32, each in `0 … vocab − 1`.
 * @returns Shape `[rows, time, width]`.
 */
export function forward(model: Model, ids: Tensor, options: ForwardOptions = {}): Tensor {
  const { config } = model;
  return tf.tidy(() => {
    const pass = passOf(model, ids.shape[1]!, options);
    let x = embed(model, ids, options); // [rows, time, width]
    for (let layer = 0; layer < config.layers; layer++) {
      // What a block holds for its backward pass survives this scope, what it merely passed through does not.
      const next = tf.tidy(() => block(pass, layer, x));
      x.dispose();
      x = next;
    }
    return norm(pass, architecture(config).names.finalNorm, x);
  });
}

/** The head's matrix, `[vocab, width]`. */
export function headMatrix({ config, weights }: Model): Tensor {
  const { tokens, head } = architecture(config).names;
  return weights[`${config.tied ? tokens : head}.weight`]!;
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

function passOf(model: Model, time: number, options: ForwardOptions): Pass {
  const heads = headsOf(model.config, time, options.positions);
  const masked = () => {
    const mask = withinWindow(model.config, time, options);
    return (joint: Tensor) => selfAttention(joint, heads, mask);
  };
  return { model, options, heads, attend: options.attend ?? masked() };
}

function headsOf(config: ModelConfig, time: number, positions?: Tensor): Heads {
  const { heads, kvHeads = heads, rotary } = config;
  const counted = architecture(config).layout({ heads, kvHeads });
  return rotary ? turningHeads(counted, rotary, positions ?? inOrder(time)) : counted;
}

/** The mask, and what a window hides beside it. */
function withinWindow(
  { window }: ModelConfig,
  time: number,
  { mask = causalMask(time), positions }: ForwardOptions,
): Tensor {
  if (window === undefined || time <= window) return mask;
  return tf.minimum(mask, windowMask(positions ?? inOrder(time), window));
}

/** Positions 0, 1, 2, …, `[1, time]`. */
function inOrder(time: number): Tensor {
  return tf.range(0, time, 1, "int32").expandDims(0);
}

function embed(
  { config, weights }: Model,
  ids: Tensor,
  { lookup = gatherRows, positions }: ForwardOptions,
): Tensor {
  const { names } = architecture(config);
  const token = lookup(weights[`${names.tokens}.weight`]!, ids);
  if (!names.positions) return token;
  return tf.add(token, place(weights[`${names.positions}.weight`]!, ids, positions));
}

function gatherRows(table: Tensor, ids: Tensor): Tensor {
  return tf.gather(table, ids as tf.Tensor2D);
}

function place(table: Tensor, ids: Tensor, positions?: Tensor): Tensor {
  if (positions) return tf.gather(table, positions as tf.Tensor2D);
  return tf.slice(table, [0, 0], [ids.shape[1]!, table.shape[1]!]);
}

function block(pass: Pass, layer: number, x: Tensor): Tensor {
  const { config } = pass.model;
  const { names } = architecture(config);
  const name = `${names.block}.${layer}`;
  const seen = norm(pass, `${name}.${names.attentionNorm}`, x);
  const attended = plus(x, attention(pass, layer, seen));
  const read = norm(pass, `${name}.${names.forwardNorm}`, config.parallel ? x : attended);
  return plus(attended, feedForward(pass, name, read));
}

function attention(pass: Pass, layer: number, x: Tensor): Tensor {
  const { names } = architecture(pass.model.config);
  const name = `${names.block}.${layer}`;
  const parts = names.project.map((map) => linear(pass, `${name}.${map}`, x));
  names.headNorms?.forEach((own, i) => parts[i] = normByHead(pass, `${name}.${own}`, parts[i]!));
  const joint = parts.length === 1 ? parts[0]! : tf.concat(parts, -1);
  const mixed = pass.attend(joint, layer, pass.heads); // [rows, time, heads × d]
  return linear(pass, `${name}.${names.output}`, mixed);
}

/** Normalises each head of `[rows, time, heads × d]` on its own. */
function normByHead(pass: Pass, name: string, x: Tensor): Tensor {
  const d = pass.model.weights[`${name}.weight`]!.shape[0]!;
  return norm(pass, name, x.reshape([...x.shape.slice(0, -1), -1, d])).reshape(x.shape);
}

function feedForward(pass: Pass, name: string, x: Tensor): Tensor {
  const { config } = pass.model;
  const { up, gate, down } = architecture(config).names;
  const curve = CURVES[config.activation];
  const risen = linear(pass, `${name}.${up}`, x); // [rows, time, inner]
  const inner = gate
    ? gated(curve, linear(pass, `${name}.${gate}`, x), risen)
    : along(curve, risen);
  return linear(pass, `${name}.${down}`, inner);
}

function linear({ model: { weights }, options }: Pass, name: string, x: Tensor): Tensor {
  const { linear = plainLinear } = options;
  return linear(name, x, weights[`${name}.weight`]!, weights[`${name}.bias`]);
}

function norm({ model: { config, weights }, options }: Pass, name: string, x: Tensor): Tensor {
  const { norm = architecture(config).norm } = options;
  return norm(x, weights[`${name}.weight`]!, weights[`${name}.bias`], config.epsilon);
}
