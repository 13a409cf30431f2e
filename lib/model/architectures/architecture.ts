/** What all models of a family share. */
import type { ModelConfig } from "../config.ts";
import type { ConfigJson } from "../config_fields.ts";
import type { Layout } from "../heads.ts";
import type { Norm } from "../layer_norm.ts";

/** Names of a model's parts, as in Hugging Face's files; GPT-2's without `transformer.`. */
export interface Names {
  /** Token embedding. */
  readonly tokens: string;
  /** Embedding of positions, where they are learnt. */
  readonly positions?: string;
  /** What stands before a block's number. */
  readonly block: string;
  /** Norm before the attention. */
  readonly attentionNorm: string;
  /** Affine maps whose results, side by side, are queries, keys and values. */
  readonly project: readonly string[];
  /** Norms of each head's queries and keys, where there are any. */
  readonly headNorms?: readonly [query: string, key: string];
  /** Affine map behind the attention. */
  readonly output: string;
  /** Norm before the feed-forward block. */
  readonly forwardNorm: string;
  /** Affine map whose activation gates `up`, where there is one. */
  readonly gate?: string;
  /** First affine map of the feed-forward block. */
  readonly up: string;
  /** Last affine map of the feed-forward block. */
  readonly down: string;
  /** Last norm. */
  readonly finalNorm: string;
  /** Head, where it is not the token embedding. */
  readonly head: string;
}

/** A family of decoder-only transformers: a few names and switches over shared blocks. */
export interface Architecture {
  /** Names of the parts. */
  readonly names: Names;
  /** Normalisation. */
  readonly norm: Norm;
  /** Where a projection has its heads. */
  readonly layout: Layout;
  /** Whether norms shift, which is a parameter more. */
  readonly shifts: boolean;
  /** Whether files keep affine maps as `[out, in]`; here they are `[in, out]`. */
  readonly transposed: boolean;
  /** Affine maps that PEFT adapts where nobody says which. */
  readonly targets: readonly string[];
  /** Whether an affine map, by its name within a block, has a bias. */
  readonly hasBias: (config: ModelConfig, map: string) => boolean;
  /** Reads `config.json`. */
  readonly parse: (json: ConfigJson) => ModelConfig;
  /** Writes `config.json`. */
  readonly format: (config: ModelConfig) => Record<string, unknown>;
}
