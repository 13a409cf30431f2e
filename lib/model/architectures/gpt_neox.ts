/** GPT-NeoX (Black et al., 2022), the architecture of Pythia. */
import { ACTIVATIONS } from "../activation_names.ts";
import type { ModelConfig } from "../config.ts";
import {
  aboveZeroOr,
  configError,
  type ConfigJson,
  dividing,
  MOST_LAYERS,
  named,
  positive,
} from "../config_fields.ts";
import { headByHead } from "../heads.ts";
import { layerNorm } from "../layer_norm.ts";
import { ropeSettings } from "../rope_settings.ts";
import { rotaryOf } from "../rotary.ts";
import type { Architecture } from "./architecture.ts";
import { asRead } from "./as_read.ts";

/** GPT-NeoX. */
export const GPT_NEOX: Architecture = {
  names: {
    tokens: "gpt_neox.embed_in",
    block: "gpt_neox.layers",
    attentionNorm: "input_layernorm",
    project: ["attention.query_key_value"],
    output: "attention.dense",
    forwardNorm: "post_attention_layernorm",
    up: "mlp.dense_h_to_4h",
    down: "mlp.dense_4h_to_h",
    finalNorm: "gpt_neox.final_layer_norm",
    head: "embed_out",
  },
  norm: layerNorm,
  layout: headByHead,
  shifts: true,
  transposed: true,
  targets: ["query_key_value"],
  hasBias: ({ biased }, map) => biased!.includes(map),
  parse,
  format: asRead,
};

function parse(json: ConfigJson): ModelConfig {
  const { project, output, up, down } = GPT_NEOX.names;
  const width = positive(json, "hidden_size");
  const heads = dividing(json, "num_attention_heads", ["hidden_size", width]);
  return {
    family: "gpt_neox",
    width,
    heads,
    layers: positive(json, "num_hidden_layers", MOST_LAYERS),
    inner: positive(json, "intermediate_size"),
    context: positive(json, "max_position_embeddings"),
    vocab: positive(json, "vocab_size"),
    activation: named(ACTIVATIONS, "hidden_act", json.hidden_act ?? "gelu"),
    epsilon: aboveZeroOr(json, "layer_norm_eps", 1e-5),
    tied: json.tie_word_embeddings === true,
    rotary: rotaryOf(withTheta(json), Math.trunc(rotaryShare(json) * width / heads)),
    parallel: json.use_parallel_residual !== false,
    biased: [...(json.attention_bias === false ? [] : [...project, output]), up, down],
    source: json,
  };
}

/** This family's own name for the base of the angles goes before the common one. */
function withTheta(json: ConfigJson): ConfigJson {
  return { ...json, rope_theta: json.rotary_emb_base ?? json.rope_theta };
}

/** Share of each head that is turned. */
function rotaryShare(json: ConfigJson): number {
  const partial_rotary_factor = ropeSettings(json).partial_rotary_factor ?? json.rotary_pct ??
    json.partial_rotary_factor;
  const share = aboveZeroOr({ partial_rotary_factor }, "partial_rotary_factor", 0.25);
  if (share <= 1) return share;
  throw configError(`partial_rotary_factor must be ≤ 1: current value is ${share}`);
}
