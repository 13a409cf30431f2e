/** GPT-2 (Radford et al., 2019). */
import { sideBySide } from "../heads.ts";
import { layerNorm } from "../layer_norm.ts";
import type { Architecture } from "./architecture.ts";
import type { ModelConfig } from "../config.ts";
import { ACTIVATIONS } from "../activation_names.ts";
import {
  aboveZeroOr,
  type ConfigJson,
  dividing,
  MOST_LAYERS,
  named,
  positive,
  positiveOr,
  refuseOthers,
} from "../config_fields.ts";

/** GPT-2. */
export const GPT2: Architecture = {
  names: {
    tokens: "wte",
    positions: "wpe",
    block: "h",
    attentionNorm: "ln_1",
    project: ["attn.c_attn"],
    output: "attn.c_proj",
    forwardNorm: "ln_2",
    up: "mlp.c_fc",
    down: "mlp.c_proj",
    finalNorm: "ln_f",
    head: "lm_head",
  },
  norm: layerNorm,
  layout: sideBySide,
  shifts: true,
  transposed: false,
  targets: ["c_attn"],
  hasBias: () => true,
  parse,
  format,
};

function parse(json: ConfigJson): ModelConfig {
  refuseOthers(json, {
    scale_attn_weights: true,
    scale_attn_by_inverse_layer_idx: false,
    add_cross_attention: false,
  });
  const width = positive(json, "n_embd");
  return {
    family: "gpt2",
    width,
    heads: dividing(json, "n_head", ["n_embd", width]),
    layers: positive(json, "n_layer", MOST_LAYERS),
    inner: positiveOr(json, "n_inner", 4 * width),
    context: positive(json, "n_positions"),
    vocab: positive(json, "vocab_size"),
    activation: named(
      ACTIVATIONS,
      "activation_function",
      json.activation_function ?? "gelu_new",
    ),
    epsilon: aboveZeroOr(json, "layer_norm_epsilon", 1e-5),
    tied: json.tie_word_embeddings !== false,
  };
}

function format(config: ModelConfig): Record<string, unknown> {
  return {
    architectures: ["GPT2LMHeadModel"],
    model_type: config.family,
    n_layer: config.layers,
    n_embd: config.width,
    n_head: config.heads,
    n_inner: config.inner,
    n_positions: config.context,
    vocab_size: config.vocab,
    activation_function: config.activation,
    layer_norm_epsilon: config.epsilon,
    tie_word_embeddings: config.tied,
    attn_pdrop: 0,
    embd_pdrop: 0,
    resid_pdrop: 0,
    torch_dtype: "float32",
  };
}
