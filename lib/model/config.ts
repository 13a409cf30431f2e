/** Shapes and switches of a decoder-only transformer, read from Hugging Face's `config.json`. */

/** Non-linearity of the feed-forward block. */
export type Activation = "gelu_new" | "gelu" | "relu";

/** A model's architecture. */
export interface ModelConfig {
  /** Architecture family, Hugging Face's `model_type`. */
  readonly family: "gpt2";
  /** Number of blocks. */
  readonly layers: number;
  /** Width of the residual stream. */
  readonly width: number;
  /** Number of attention heads; divides `width`. */
  readonly heads: number;
  /** Width of the feed-forward block. */
  readonly inner: number;
  /** Longest sequence, in tokens. */
  readonly context: number;
  /** Number of token ids. */
  readonly vocab: number;
  /** Non-linearity of the feed-forward block. */
  readonly activation: Activation;
  /** ε of the layer normalisations. */
  readonly epsilon: number;
  /** Whether the head shares the token embedding. */
  readonly tied: boolean;
}

/** Families that {@linkcode parseConfig} knows. */
export const FAMILIES = ["gpt2"] as const;

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  gelu_new: "gelu_new",
  gelu_pytorch_tanh: "gelu_new",
  gelu: "gelu",
  relu: "relu",
};

/**
 * Reads Hugging Face's `config.json`.
 *
 * @throws {RangeError} If the architecture is unknown or a value is missing or impossible.
 *
 * @example
 * ```ts
 * import { parseConfig } from "@fastslow/fastslow/model";
 * import { equal } from "node:assert/strict";
 *
 * const gpt2 = { model_type: "gpt2", n_layer: 12, n_embd: 768, n_head: 12, n_positions: 1024, vocab_size: 50257 };
 * equal(parseConfig(gpt2).inner, 3072);
 * ```
 */
export function parseConfig(json: Readonly<Record<string, unknown>>): ModelConfig {
  const family = json.model_type;
  if (family !== "gpt2") {
    throw new RangeError(
      `Cannot read the model's config as model_type ${JSON.stringify(family)} is not one of: ${
        FAMILIES.join(", ")
      }`,
    );
  }
  refuseVariants(json);
  const width = positive(json, "n_embd");
  const heads = positive(json, "n_head");
  if (width % heads !== 0) {
    throw new RangeError(
      `Cannot read the model's config as n_embd ${width} is not a multiple of n_head ${heads}`,
    );
  }
  return {
    family,
    width,
    heads,
    layers: positive(json, "n_layer"),
    inner: (json.n_inner ?? null) === null ? 4 * width : positive(json, "n_inner"),
    context: positive(json, "n_positions"),
    vocab: positive(json, "vocab_size"),
    activation: activation(json.activation_function ?? "gelu_new"),
    epsilon: Number(json.layer_norm_epsilon ?? 1e-5),
    tied: json.tie_word_embeddings !== false,
  };
}

/** Writes a config as Hugging Face's `config.json` has it. */
export function formatConfig(config: ModelConfig): Record<string, unknown> {
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

function refuseVariants(json: Readonly<Record<string, unknown>>) {
  const unusual = json.scale_attn_weights === false ||
    json.scale_attn_by_inverse_layer_idx === true || json.add_cross_attention === true;
  if (unusual) {
    throw new RangeError(
      "Cannot read the model's config as it asks for scaled or crossed attention, which GPT-2 here does not have",
    );
  }
}

function positive(json: Readonly<Record<string, unknown>>, name: string): number {
  const value = json[name];
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw new RangeError(
    `Cannot read the model's config as ${name} must be a whole number > 0: current value is ${
      JSON.stringify(value)
    }`,
  );
}

function activation(name: unknown): Activation {
  if (Object.hasOwn(ACTIVATIONS, String(name))) return ACTIVATIONS[String(name)]!;
  throw new RangeError(
    `Cannot read the model's config as activation_function "${name}" is not one of: ${
      Object.keys(ACTIVATIONS).join(", ")
    }`,
  );
}
