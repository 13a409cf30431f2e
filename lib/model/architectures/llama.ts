/** Llama 1 to 3 (Touvron et al., 2023; Grattafiori et al., 2024). */
import { ACTIVATIONS } from "../activation_names.ts";
import type { ModelConfig } from "../config.ts";
import {
  aboveZeroOr,
  configError,
  type ConfigJson,
  MOST_LAYERS,
  named,
  positive,
  positiveOr,
  refuseOthers,
} from "../config_fields.ts";
import { sideBySide } from "../heads.ts";
import { rmsNorm } from "../rms_norm.ts";
import { ropeSettings } from "../rope_settings.ts";
import { rotaryOf } from "../rotary.ts";
import type { Architecture } from "./architecture.ts";
import { asRead } from "./as_read.ts";

/** Llama. */
export const LLAMA: Architecture = {
  names: {
    tokens: "model.embed_tokens",
    block: "model.layers",
    attentionNorm: "input_layernorm",
    project: ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
    output: "self_attn.o_proj",
    forwardNorm: "post_attention_layernorm",
    gate: "mlp.gate_proj",
    up: "mlp.up_proj",
    down: "mlp.down_proj",
    finalNorm: "model.norm",
    head: "lm_head",
  },
  norm: rmsNorm,
  layout: sideBySide,
  shifts: false,
  transposed: true,
  targets: ["q_proj", "v_proj"],
  hasBias: ({ biased = [] }, map) => biased.includes(map),
  parse(json) {
    const { project, output, gate, up, down } = LLAMA.names;
    return {
      ...parseLlamaLike(json, "llama"),
      biased: [
        ...(json.attention_bias === true ? [...project, output] : []),
        ...(json.mlp_bias === true ? [gate!, up, down] : []),
      ],
    };
  },
  format: asRead,
};

/**
 * What Llama and its descendants write alike.
 *
 * @throws {RangeError} If a value is missing or impossible.
 */
export function parseLlamaLike(json: ConfigJson, family: ModelConfig["family"]): ModelConfig {
  for (const settings of [json, ropeSettings(json)]) {
    refuseOthers(settings, { partial_rotary_factor: 1 });
  }
  const width = positive(json, "hidden_size");
  const heads = positive(json, "num_attention_heads");
  const kvHeads = positiveOr(json, "num_key_value_heads", heads);
  if (heads % kvHeads !== 0) {
    throw configError(
      `num_attention_heads ${heads} is not a multiple of num_key_value_heads ${kvHeads}`,
    );
  }
  const headWidth = positiveOr(json, "head_dim", width / heads);
  if (!Number.isInteger(headWidth)) {
    throw configError(`hidden_size ${width} is not a multiple of num_attention_heads ${heads}`);
  }
  return {
    family,
    width,
    heads,
    kvHeads,
    headWidth,
    layers: positive(json, "num_hidden_layers", MOST_LAYERS),
    inner: positive(json, "intermediate_size"),
    context: positive(json, "max_position_embeddings"),
    vocab: positive(json, "vocab_size"),
    activation: named(ACTIVATIONS, "hidden_act", json.hidden_act ?? "silu"),
    epsilon: aboveZeroOr(json, "rms_norm_eps", 1e-6),
    tied: json.tie_word_embeddings === true,
    rotary: rotaryOf(json, headWidth),
    source: json,
  };
}
