/** Shapes and switches of a decoder-only transformer, read from Hugging Face's `config.json`. */
import { architecture, ARCHITECTURES, type Family } from "./architectures/mod.ts";
import { configError, type ConfigJson } from "./config_fields.ts";
import type { Rotary } from "./rotary.ts";

export type { ConfigJson, Family };

/** Non-linearity of the feed-forward block. */
export type Activation = "gelu_new" | "gelu" | "relu" | "silu";

/** What one model of a family sets; what all of a family share is its `Architecture`. */
export interface ModelConfig {
  /** Architecture family, Hugging Face's `model_type`. */
  readonly family: Family;
  /** Number of blocks. */
  readonly layers: number;
  /** Width of the residual stream. */
  readonly width: number;
  /** Number of attention heads. */
  readonly heads: number;
  /** Number of heads of keys and values, each of which serves several heads of queries; divides `heads`. @default {heads} */
  readonly kvHeads?: number;
  /** Width of a head. @default {width / heads} */
  readonly headWidth?: number;
  /** Width of the feed-forward block. */
  readonly inner: number;
  /** Longest sequence, in tokens. */
  readonly context: number;
  /** Number of token ids. */
  readonly vocab: number;
  /** Non-linearity of the feed-forward block. */
  readonly activation: Activation;
  /** ε of the normalisations. */
  readonly epsilon: number;
  /** Whether the head shares the token embedding. */
  readonly tied: boolean;
  /** How positions turn queries and keys, where they do. */
  readonly rotary?: Rotary;
  /** How many positions back a token sees, itself included. @default {all} */
  readonly window?: number;
  /** Whether attention and feed-forward block read the same input. @default {false} */
  readonly parallel?: boolean;
  /** Affine maps that have a bias where the family leaves it to the model. @default {the family's} */
  readonly biased?: readonly string[];
  /** The file as it was read, where the family has more to say than this toolkit asks. */
  readonly source?: ConfigJson;
}

/** Families that {@linkcode parseConfig} knows. */
export const FAMILIES: readonly Family[] = Object.keys(ARCHITECTURES) as Family[];

/**
 * Reads Hugging Face's `config.json`.
 *
 * @throws {RangeError} If the architecture is unknown, a value is missing or impossible, or the weights are quantised.
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
export function parseConfig(json: ConfigJson): ModelConfig {
  if (json === null || typeof json !== "object") throw configError("it is not a JSON object");
  if ((json.quantization_config ?? null) !== null) {
    throw configError(
      "it has a quantization_config: quantised weights are not read, take the model that they were made from",
    );
  }
  const family = FAMILIES.find((known) => known === json.model_type);
  if (family) return architecture({ family }).parse(json);
  throw configError(
    `model_type ${JSON.stringify(json.model_type)} is not one of: ${FAMILIES.join(", ")}`,
  );
}

/** Writes a config as Hugging Face's `config.json` has it. */
export function formatConfig(config: ModelConfig): Record<string, unknown> {
  return architecture(config).format(config);
}
