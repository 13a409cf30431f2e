/** Features of PEFT that change the update in a way that is not computed here. */

/** What makes an adapter unreadable here, and what to do about it. */
export interface Refusal {
  /** The field of `adapter_config.json`, and its value where that tells more. */
  readonly feature: string;
  /** What to do. */
  readonly cure: string;
}

const MERGE = "merge it into its model with PEFT (merge_and_unload) and load that model";
const RETRAIN = "train an adapter without it";
const CONVERT =
  "it changes the base; save it with PEFT's path_initial_model_for_weight_conversion, as a plain adapter";

/** Fields by what to do where they are in use. */
const REFUSED: Readonly<Record<string, string>> = {
  use_dora: MERGE,
  lora_bias: MERGE,
  bias: MERGE,
  modules_to_save: MERGE,
  trainable_token_indices: MERGE,
  target_parameters: MERGE,
  layer_replication: MERGE,
  kasa_config: MERGE,
  use_bdlora: MERGE,
  use_qalora: RETRAIN,
  alora_invocation_tokens: RETRAIN,
  monteclora_config: RETRAIN,
  arrow_config: RETRAIN,
};

/**
 * Fields of {@link https://github.com/huggingface/peft/blob/v0.21.2/src/peft/tuners/lora/config.py | LoraConfig in PEFT 0.21.2}
 * that are read, or that only say how an adapter was made or trained.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  "alpha_pattern",
  "auto_mapping",
  "base_model_name_or_path",
  "corda_config",
  "ensure_weight_tying",
  "eva_config",
  "exclude_modules",
  "fan_in_fan_out",
  "inference_mode",
  "init_lora_weights",
  "layers_pattern",
  "layers_to_transform",
  "loftq_config",
  "lora_alpha",
  "lora_dropout",
  "lora_ga_config",
  "megatron_config",
  "megatron_core",
  "peft_type",
  "peft_version",
  "qalora_group_size",
  "r",
  "rank_pattern",
  "revision",
  "runtime_config",
  "target_modules",
  "task_type",
  "use_rslora",
  "velora_config",
]);

/** Named ways to start an adapter that leave the base as it is; others take the adapter's start away from it, or may do so. */
const BASE_KEEPING = /^(?:gaussian|eva|orthogonal|mica)$/i;

/** The first feature in use that is not computed here, if any. */
export function refusedFeature(json: Readonly<Record<string, unknown>>): Refusal | undefined {
  const start = json.init_lora_weights;
  if (typeof start === "string" && !BASE_KEEPING.test(start)) {
    return { feature: `init_lora_weights "${start}"`, cure: CONVERT };
  }
  for (const [feature, value] of Object.entries(json)) {
    const cure = cureOf(feature, value);
    if (cure !== undefined) return { feature, cure };
  }
  return undefined;
}

function cureOf(feature: string, value: unknown): string | undefined {
  if (HARMLESS.has(feature) || !isUsed(value)) return undefined;
  if (Object.hasOwn(REFUSED, feature)) return REFUSED[feature];
  // Of a later PEFT. Numbers and names only shape what a switch or a group of settings turns on.
  return value === true || typeof value === "object" ? MERGE : undefined;
}

function isUsed(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === "none") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
